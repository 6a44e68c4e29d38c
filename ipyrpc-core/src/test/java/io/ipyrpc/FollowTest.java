package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.function.Call;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs and calls that are watched. */
@Timeout(60)
final class FollowTest {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    private Served served() {
        return Served.of(f -> f.register("work", (Integer steps) -> {
                    for (int i = 1; i <= steps; i++) {
                        System.out.println("step " + i);
                        Call.current().progress(i, steps, "stepped");
                    }
                    System.err.println("warned");
                    begun.countDown();
                    Served.await(gate);
                    System.out.println("done");
                    return steps;
                })
                .register("fail", (String why) -> {
                    System.out.println("failing");
                    throw new IllegalStateException(why);
                }));
    }

    @Test
    void aJobTellsWhatItPrintedSoFarAndHowFarItIs() throws Exception {
        try (Served served = served()) {
            Job job = served.client().submit("work", 3);
            Served.await(begun);
            // What is printed in quick succession leaves together, a moment later.
            Printed live = new Printed();
            CompletableFuture<JobStatus> followed = CompletableFuture.supplyAsync(() -> job.follow(live));
            live.awaitErr("warned\n");
            for (int again = 0; again < 2; again++) {
                assertEquals("step 1\nstep 2\nstep 3\nwarned\n", job.output());
            }
            assertEquals(new JobStatus.Progress(3, 3.0, "stepped"), job.progress());
            assertEquals("job " + job.id() + ": work running, 3 of 3: stepped", job.toString());
            gate.countDown();
            assertEquals(3, job.result(Integer.class));
            assertEquals(JobState.SUCCEEDED, followed.get(30, TimeUnit.SECONDS).state());
            assertEquals("step 1\nstep 2\nstep 3\nwarned\ndone\n", job.output());
            assertEquals("job " + job.id() + ": work succeeded", job.toString());
        }
    }

    @Test
    void aFollowerHearsAllFromTheStartAndLiveAndIsToldHowItEnded() throws Exception {
        try (Served served = served()) {
            Job job = served.client().submit("work", 2);
            Served.await(begun);
            Printed all = new Printed();
            CompletableFuture<JobStatus> followed = CompletableFuture.supplyAsync(() -> job.follow(all));
            all.awaitOut("step 2\n");
            all.awaitErr("warned\n");
            long next = job.status().lastSeq() + 1;
            Printed rest = new Printed();
            CompletableFuture<JobStatus> later = CompletableFuture.supplyAsync(() -> job.follow(next, rest));
            assertFalse(followed.isDone());
            gate.countDown();
            assertEquals(JobState.SUCCEEDED, followed.get(30, TimeUnit.SECONDS).state());
            assertEquals(JobState.SUCCEEDED, later.get(30, TimeUnit.SECONDS).state());
            assertEquals("step 1\nstep 2\ndone\n", all.out());
            assertEquals("warned\n", all.err());
            assertEquals(List.of("1.0 of 2.0 stepped", "2.0 of 2.0 stepped"), all.progress());
            assertEquals("done\n", rest.out());
            assertEquals("", rest.err());
            assertEquals(
                    "from is 0, events are numbered from 1 on",
                    assertThrows(IllegalArgumentException.class, () -> job.follow(0, rest))
                            .getMessage());
        }
    }

    @Test
    void followingAJobThatFailedTellsSoAndThrowsNothing() {
        try (Served served = served()) {
            Job job = served.client().submit("fail", "broken");
            Printed printed = new Printed();
            assertEquals(JobState.FAILED, job.follow(printed).state());
            assertEquals("failing\n", printed.out());
            Job nobody = served.client().job("0123");
            RemoteException e = assertThrows(RemoteException.class, () -> nobody.follow(printed));
            assertEquals("not_found: there is no job '0123', or it is forgotten", e.getMessage());
            assertEquals("job 0123: not_found: there is no job '0123', or it is forgotten", nobody.toString());
            assertEquals(
                    "a job's id is not ''",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> served.client().job(""))
                            .getMessage());
        }
    }

    @Test
    void whoWaitsForAResultMaySayForHowLong() throws Exception {
        try (Served served = served()) {
            Job job = served.client().submit("work", 1);
            TimeoutException e = assertThrows(TimeoutException.class, () -> job.result(Duration.ofMillis(30)));
            assertEquals(
                    "job " + job.id() + " has not ended within PT0.03S; it goes on, and rpc.job(\"" + job.id()
                            + "\").result() waits for it again",
                    e.getMessage());
            assertThrows(TimeoutException.class, () -> job.result(Duration.ZERO));
            assertEquals(
                    "limit is PT-1S, must not be negative",
                    assertThrows(IllegalArgumentException.class, () -> job.result(Duration.ofSeconds(-1)))
                            .getMessage());
            Served.await(begun);
            gate.countDown();
            assertEquals(1, job.result(Integer.class, Duration.ofSeconds(30)));
        }
    }

    @Test
    void aResultThatIsAwaitedNoMoreLeavesTheJobAlone() throws Exception {
        try (Served served = served()) {
            Job job = served.client().submit("work", 1);
            Served.await(begun);
            CompletableFuture<Integer> result = job.resultAsync(Integer.class);
            assertTrue(result.cancel(true));
            assertEquals(JobState.RUNNING, job.status().state());
            gate.countDown();
            assertEquals(1, job.result(Integer.class));
        }
    }

    @Test
    void aCallMayHaveListenersOfItsOwn() {
        gate.countDown();
        Printed general = new Printed();
        Printed own = new Printed();
        List<String> progress = new ArrayList<>();
        try (Served served = served()) {
            RemoteFunction work = served.client(general).function("work");
            work.onProgress(p -> progress.add(p.toString())).arg(2).call();
            assertEquals(List.of("1 of 2: stepped", "2 of 2: stepped"), progress);
            assertEquals("step 1\nstep 2\ndone\n", general.out());
            assertEquals(List.of("1.0 of 2.0 stepped", "2.0 of 2.0 stepped"), general.progress());
            work.output(own).arg(1).call();
            assertEquals("step 1\ndone\n", own.out());
            assertEquals("step 1\nstep 2\ndone\n", general.out());
        }
    }

    @Test
    void aJobThatIsRetriedIsTheOneThatTheServerNames() {
        try (Scripted server = new Scripted((request, reply) -> {
            if (request.op() == Op.RETRY) {
                Scripted.reply(reply, Scripted.status("j2", "queued", 1));
            } else {
                Scripted.refuse(reply, ErrorCode.CONFLICT, "it still runs");
            }
        })) {
            assertEquals("j2", server.client().job("j1").retry().id());
        }
    }

    @Test
    void outputOfAJobThatHasNotBegunIsEmpty() {
        try (Scripted server =
                new Scripted((request, reply) -> Scripted.reply(reply, Scripted.status("j1", "queued", 0)))) {
            Job job = server.client().job("j1");
            assertEquals("", job.output());
            assertNull(job.progress());
            assertEquals("job j1: f queued, 0 before it", job.toString());
        }
    }
}
