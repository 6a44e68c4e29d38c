package io.ipyrpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobTextTest {
    private final JobText text = new JobText(ZonedDateTime.parse("2026-03-01T12:00:00+01:00"));

    private static JobStatus queued(String id, String created, long position) {
        return new JobStatus(
                id, "add", JobState.QUEUED, null, Instant.parse(created), null, null, 0, null, null, position, 1);
    }

    private static JobStatus begun(JobState state, String started, String ended, JobStatus.Progress progress) {
        return new JobStatus(
                "0123",
                "train",
                state,
                "ann",
                Instant.parse("2026-03-01T10:59:00Z"),
                Instant.parse(started),
                ended == null ? null : Instant.parse(ended),
                1,
                "w1",
                progress,
                0,
                7);
    }

    @Test
    void theTableHasALineForEachJob() {
        JobStatus.Progress half = new JobStatus.Progress(1, 2.0, "a\nb");
        assertEquals(
                """
                JOB   FUNCTION  STATE      CREATED      TOOK    DONE
                0123  train     running    11:59:00     30.0 s  50% a b
                0123  train     failed     11:59:00     2.50 s  50% a b
                0123  train     succeeded  11:59:00     7 ms
                q1    add       queued     02-28 22:30          3 before it
                q2    add       queued     2025-12-31
                """,
                text.table(
                        List.of(
                                begun(JobState.RUNNING, "2026-03-01T10:59:30Z", null, half),
                                begun(JobState.FAILED, "2026-03-01T10:59:30Z", "2026-03-01T10:59:32.5Z", half),
                                begun(JobState.SUCCEEDED, "2026-03-01T10:59:30Z", "2026-03-01T10:59:30.007Z", half),
                                queued("q1", "2026-02-28T21:30:00Z", 3),
                                queued("q2", "2025-12-31T21:30:00Z", 0)),
                        0));
    }

    @Test
    void theTableCutsLongProgress() {
        JobStatus job =
                begun(JobState.RUNNING, "2026-03-01T10:59:30Z", null, new JobStatus.Progress(17, null, "x".repeat(99)));
        assertEquals(
                "0123  train     running  11:59:00  30.0 s  17 " + "x".repeat(36) + "…",
                text.table(List.of(job), 0).lines().toList().get(1));
        assertEquals(
                "0123  train     running  11:59:00  30.0 s  17 xxxxx…",
                text.table(List.of(job), 53).lines().toList().get(1));
        assertEquals(
                "0123  train     running  11:59:00  30.0 s  17 x…",
                text.table(List.of(job), 20).lines().toList().get(1));
    }

    @Test
    void aJobShowsWhatIsThereALineEach() {
        assertEquals(
                """
                job       0123
                function  train
                state     failed
                owner     ann
                created   2026-03-01T11:59:00+01:00
                started   2026-03-01T11:59:30+01:00
                ended     2026-03-01T11:59:32.5+01:00
                took      2.50 s
                attempt   1
                worker    w1
                progress  17 rows
                last_seq  7
                """,
                text.lines(begun(
                        JobState.FAILED,
                        "2026-03-01T10:59:30Z",
                        "2026-03-01T10:59:32.500999Z",
                        new JobStatus.Progress(17, null, "rows"))));
        assertEquals("""
                job       q1
                function  add
                state     queued
                created   2026-03-01T11:00:00+01:00
                attempt   0
                position  0
                last_seq  1
                """, text.lines(queued("q1", "2026-03-01T10:00:00Z", 0)));
    }

    @Test
    void aServersClockMayBeAhead() {
        assertEquals(
                "0123  train     running  11:59:00  0 ms",
                text.table(List.of(begun(JobState.RUNNING, "2026-03-01T11:00:30Z", null, null)), 0)
                        .lines()
                        .toList()
                        .get(1));
    }

    @Test
    void timesHaveThreeFiguresOrSo() {
        assertEquals("999 ms", JobText.text(Duration.ofMillis(999)));
        assertEquals("1.00 s", JobText.text(Duration.ofMillis(1_000)));
        assertEquals("9.99 s", JobText.text(Duration.ofMillis(9_999)));
        assertEquals("59.9 s", JobText.text(Duration.ofMillis(59_940)));
        assertEquals("59.9 s", JobText.text(Duration.ofMillis(59_999)));
        assertEquals("1 min 00 s", JobText.text(Duration.ofSeconds(60)));
        assertEquals("59 min 59 s", JobText.text(Duration.ofSeconds(3_599)));
        assertEquals("1 h 01 min", JobText.text(Duration.ofSeconds(3_665)));
        assertEquals("100 h 00 min", JobText.text(Duration.ofHours(100)));
    }
}
