package io.ipyrpc.cli;

import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The states of jobs for people, as seen at one moment from one time zone. Immutable. */
final class JobText {
    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter THIS_YEAR = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter OTHERWISE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final int MOST_PROGRESS = 40;
    private static final int LEAST_PROGRESS = 5;

    private final ZonedDateTime now;

    JobText(ZonedDateTime now) {
        this.now = now;
    }

    /**
     * A line for each job.
     *
     * @param columns how wide the lines may be, 0 where it does not matter: what a job says of its progress is cut
     */
    String table(List<JobStatus> jobs, int columns) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("JOB", "FUNCTION", "STATE", "CREATED", "TOOK"));
        for (JobStatus job : jobs) {
            rows.add(List.of(
                    ProgressBar.oneLine(job.job()),
                    ProgressBar.oneLine(job.function()),
                    job.state().wireName(),
                    created(job.created()),
                    took(job)));
        }
        int most = columns == 0 ? MOST_PROGRESS : Math.max(LEAST_PROGRESS, columns - Table.width(rows) - 1);
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            List<String> row = new ArrayList<>(rows.get(i));
            JobStatus job = i == 0 ? null : jobs.get(i - 1);
            String progress = job == null ? "DONE" : job.state() == JobState.SUCCEEDED ? "" : progress(job);
            row.add(progress.length() > most ? progress.substring(0, most - 1) + "…" : progress);
            all.add(row);
        }
        return Table.of(all);
    }

    /** All that is known of a job, a line each. */
    String lines(JobStatus job) {
        List<List<String>> rows = new ArrayList<>();
        for (Map.Entry<String, Object> field : job.toMap().entrySet()) {
            String value = switch (field.getKey()) {
                case "created" -> exact(job.created());
                case "started" -> exact(job.started());
                case "ended" -> exact(job.ended());
                case "progress" -> job.progress() == null ? "" : progress(job);
                case "position" -> job.state() == JobState.QUEUED ? String.valueOf(job.position()) : "";
                default -> field.getValue() == null ? "" : ProgressBar.oneLine(String.valueOf(field.getValue()));
            };
            if (!value.isEmpty()) {
                rows.add(List.of(field.getKey(), value));
            }
            if (field.getKey().equals("ended") && job.started() != null) {
                rows.add(List.of("took", took(job)));
            }
        }
        return Table.of(rows);
    }

    private String created(Instant instant) {
        if (instant == null) {
            return "";
        }
        ZonedDateTime local = instant.atZone(now.getZone());
        if (local.toLocalDate().equals(now.toLocalDate())) {
            return TODAY.format(local);
        }
        return (local.getYear() == now.getYear() ? THIS_YEAR : OTHERWISE).format(local);
    }

    /** In local time, and still a form that {@code --since} takes. */
    private String exact(Instant instant) {
        ZoneId zone = now.getZone();
        return instant == null
                ? ""
                : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        instant.truncatedTo(ChronoUnit.MILLIS).atZone(zone));
    }

    private String took(JobStatus job) {
        if (job.started() == null) {
            return "";
        }
        Instant end = job.ended() == null ? now.toInstant() : job.ended();
        // The server's clock may be ahead of ours.
        return text(Duration.ofMillis(
                Math.max(0, Duration.between(job.started(), end).toMillis())));
    }

    /** Three figures or so: {@code 7 ms}, {@code 2.51 s}, {@code 59.9 s}, {@code 2 min 05 s}, {@code 3 h 07 min}. */
    static String text(Duration time) {
        long millis = time.toMillis();
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            // Cut, not rounded: 59.96 s is not yet 60.0 s.
            return millis < 10_000
                    ? String.format(Locale.ROOT, "%d.%02d s", millis / 1_000, millis % 1_000 / 10)
                    : String.format(Locale.ROOT, "%d.%d s", millis / 1_000, millis % 1_000 / 100);
        }
        return time.toHours() == 0
                ? String.format(Locale.ROOT, "%d min %02d s", time.toMinutes(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d h %02d min", time.toHours(), time.toMinutesPart());
    }

    private static String progress(JobStatus job) {
        if (job.progress() != null) {
            JobStatus.Progress progress = job.progress();
            String far = ProgressBar.far(progress.done(), progress.total()).strip();
            return (far + " " + ProgressBar.oneLine(progress.message())).strip();
        }
        return job.state() == JobState.QUEUED && job.position() > 0 ? job.position() + " before it" : "";
    }
}
