package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.RpcServer;
import io.ipyrpc.function.Call;
import io.ipyrpc.testing.LoudSerializer;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Limits;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs on a real server, as a client sees them that knows HTTP alone. */
@Timeout(60)
class JobsOverHttpTest {
    private final AtomicInteger ran = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final BlockingQueue<Boolean> cancelled = new LinkedBlockingQueue<>();
    private final RpcServer server = RpcServer.create();
    private URI address;

    @BeforeEach
    void serve() {
        server.settings(Map.of("workers", 2, "max_queue", 1));
        server.config(Map.of(
                "loud*", Map.of("output_serialization", new LoudSerializer()),
                "go_*", Map.of("on_disconnect", "continue")));
        server.registerDynamic("second", "", arguments -> {
            if (ran.incrementAndGet() == 1) {
                throw new IllegalStateException("the first fails");
            }
            return ran.get();
        });
        server.registerDynamic("block", "", arguments -> {
            begun.countDown();
            await(release);
            return null;
        });
        server.registerDynamic("loud", "", arguments -> {
            System.out.println("printed");
            return "hello";
        });
        server.registerDynamic("stop", "", arguments -> print(untilCancelled()));
        server.registerDynamic("go_on", "", arguments -> print(lines()));
        server.registerDynamic("lines", "", arguments -> print(lines()));
        address = server.listen("http://127.0.0.1:0");
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(30, TimeUnit.SECONDS), "waited for more than 30 s");
    }

    /** Prints, and goes on when nobody reads it any more, so long; then tells whether it was cancelled. */
    private Object print(BooleanSupplier enough) {
        System.out.println("begun");
        try {
            await(gone);
            while (!enough.getAsBoolean()) {
                System.out.println("going on");
            }
        } catch (InterruptedException e) {
            // Told by the flag.
        }
        cancelled.add(Call.current().isCancelled());
        return null;
    }

    private static BooleanSupplier untilCancelled() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        return () -> Call.current().isCancelled() || System.nanoTime() > end;
    }

    private static BooleanSupplier lines() {
        AtomicInteger count = new AtomicInteger();
        return () -> count.incrementAndGet() > 5_000;
    }

    @AfterEach
    void close() {
        release.countDown();
        gone.countDown();
        server.close();
    }

    private RawClient.Answer ask(String head, String body) throws IOException {
        return RawClient.ask(address, head, body);
    }

    private RawClient.Answer submit(String function, String more, String body) throws IOException {
        return ask("POST /submit/" + function + " HTTP/1.1\nContent-Type: application/json\n" + more, body);
    }

    private static Map<?, ?> object(RawClient.Answer answer) {
        return (Map<?, ?>) Json.parse(answer.text(), Limits.defaults());
    }

    private static String message(RawClient.Answer answer) {
        return (String) ((Map<?, ?>) object(answer).get("error")).get("message");
    }

    private Map<?, ?> ended(String job) throws IOException {
        return object(ask("GET /jobs/" + job + "/result?wait=30 HTTP/1.1\n", ""));
    }

    @Test
    void aKeyMakesASubmitSafeToRepeat() throws Exception {
        RawClient.Answer first = submit("second", "Idempotency-Key: k-1\n", "[1]");
        assertEquals(202, first.status());
        RawClient.Answer again = submit("second", "Idempotency-Key: k-1\n", "[1]");
        assertEquals(202, again.status());
        assertEquals(first.header("Location"), again.header("Location"));
        assertEquals(first.text(), again.text());
        String job = (String) object(first).get("job");
        RawClient.Answer other = submit("second", "Idempotency-Key: k-1\n", "[2]");
        assertEquals(409, other.status());
        assertEquals(
                "idempotency key 'k-1' of 'second' is that of job " + job
                        + ", which was submitted with other arguments or options; use another key for another job",
                message(other));
        ended(job);
        assertEquals(1, ran.get());
        assertEquals(
                400,
                submit("second", "Idempotency-Key: " + "k".repeat(256) + "\n", "[1]")
                        .status());
    }

    @Test
    void whoComesBackAfterTheEndIsAnsweredAtOnce() throws Exception {
        String job = (String) object(submit("second", "", "[1]")).get("job");
        ended(job);
        RawClient.Answer frames =
                ask("GET /jobs/" + job + "/events?from=100 HTTP/1.1\nAccept: application/vnd.ipyrpc.events\n", "");
        assertEquals(200, frames.status());
        assertTrue(frames.text().contains("\"event\":\"end\""), frames.text());
        assertTrue(frames.text().contains("\"status\":\"failed\""), frames.text());
        // An EventSource comes back after each stream's end, until it hears that there is nothing.
        RawClient.Answer none =
                ask("GET /jobs/" + job + "/events HTTP/1.1\nAccept: text/event-stream\nLast-Event-ID: 100\n", "");
        assertEquals(204, none.status());
        assertEquals("", none.text());
    }

    @Test
    void aCallRefusesWhatSubmitAloneCanDo() throws Exception {
        for (String field : new String[] {"Idempotency-Key: k", "IpyRpc-Delay: 1"}) {
            RawClient.Answer refused =
                    ask("POST /call/second HTTP/1.1\nContent-Type: application/json\n" + field + "\n", "[1]");
            assertEquals(400, refused.status());
            String name = field.startsWith("Id") ? "idempotency_key" : "delay";
            assertEquals("call takes no '" + name + "'; submit does", message(refused));
        }
        assertEquals(0, ran.get());
    }

    @Test
    void aFailedJobIsRetriedByPost() throws Exception {
        String job = (String) object(submit("second", "", "[]")).get("job");
        assertEquals("the first fails", ((Map<?, ?>) ended(job).get("error")).get("message"));
        RawClient.Answer retried = ask("POST /jobs/" + job + "/retry HTTP/1.1\n", "");
        assertEquals(200, retried.status());
        assertEquals(job, object(retried).get("job"));
        assertEquals(2L, ended(job).get("result"));
        RawClient.Answer refused = ask("POST /jobs/" + job + "/retry HTTP/1.1\n", "");
        assertEquals(409, refused.status());
        assertEquals(
                "job " + job + " is succeeded; only what failed, was cancelled or lost is run again", message(refused));
        String events = ask("GET /jobs/" + job + "/events HTTP/1.1\nAccept: text/event-stream\n", "")
                .text();
        assertEquals(1, events.split("\"status\":\"succeeded\"", -1).length - 1, events);
        assertTrue(!events.contains("event: error") && !events.contains("event: end"), events);
    }

    private void awaitRunning(String job) throws IOException {
        while (!object(ask("GET /jobs/" + job + " HTTP/1.1\n", "")).get("state").equals("running")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aFullQueueIsBusyAndSaysWhenToComeBack() throws Exception {
        awaitRunning((String) object(submit("block", "", "[]")).get("job"));
        awaitRunning((String) object(submit("block", "", "[]")).get("job"));
        String delayed =
                (String) object(submit("block", "IpyRpc-Delay: 3600\n", "[]")).get("job");
        RawClient.Answer busy = submit("block", "", "[]");
        assertEquals(503, busy.status());
        assertEquals("1", busy.header("Retry-After"));
        assertEquals("1 jobs wait already, max_queue is 1; try again later", message(busy));
        assertEquals(
                "queued",
                object(ask("GET /jobs/" + delayed + " HTTP/1.1\n", "")).get("state"));
        assertEquals(
                "cancelled",
                object(ask("DELETE /jobs/" + delayed + " HTTP/1.1\n", "")).get("state"));
        assertEquals(202, submit("block", "", "[]").status());
        assertEquals(400, submit("block", "IpyRpc-Delay: soon\n", "[]").status());
    }

    @Test
    void aWorkerTellsWhatItRuns() throws Exception {
        String job = (String) object(submit("block", "", "[]")).get("job");
        await(begun);
        Map<?, ?> answer = object(ask("GET /workers HTTP/1.1\n", ""));
        Map<?, ?> worker = (Map<?, ?>) ((List<?>) answer.get("workers")).get(0);
        assertEquals(1L, worker.get("running"));
        assertEquals(2L, worker.get("capacity"));
        assertEquals(List.of(job), worker.get("jobs"));
    }

    @Test
    void aResultThatIsNoJsonComesAsJsonWhereThatIsAskedFor() throws Exception {
        String job = (String) object(submit("loud", "", "[]")).get("job");
        Map<?, ?> answer = ended(job);
        assertEquals("hello", answer.get("result"));
        assertEquals(job, answer.get("job"));
        assertNull(answer.get("error"));
        String events = ask("GET /jobs/" + job + "/events HTTP/1.1\nAccept: text/event-stream\n", "")
                .text();
        assertTrue(events.contains("\"value\":\"hello\"}"), events);
        assertTrue(events.contains("\"text\":\"printed\\n\""), events);
        String frames = ask("GET /jobs/" + job + "/result HTTP/1.1\nAccept: application/vnd.ipyrpc.events\n", "")
                .text();
        assertTrue(frames.endsWith("HELLO"), frames);
        String asked = ask(
                        "GET /jobs/" + job
                                + "/result HTTP/1.1\nIpyRpc-Output: json\nAccept: application/vnd.ipyrpc.events\n",
                        "")
                .text();
        assertTrue(asked.endsWith("\"hello\""), asked);
    }

    private void callAndLeave(String function) throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.send(
                    address,
                    "POST /call/" + function + " HTTP/1.1\nContent-Type: application/json\nAccept: text/event-stream",
                    "[]");
            client.head();
            StringBuilder seen = new StringBuilder();
            while (seen.indexOf("begun") < 0) {
                seen.append(new String(client.chunk()));
            }
        }
        gone.countDown();
    }

    @Test
    void aCallWhoseCallerLeavesIsCancelled() throws Exception {
        callAndLeave("stop");
        assertEquals(true, cancelled.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void aCallThatMayOutliveItsCallerGoesOn() throws Exception {
        callAndLeave("go_on");
        assertEquals(false, cancelled.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void aSubmittedJobOutlivesEveryoneWhoWatchesIt() throws Exception {
        String job = (String) object(submit("lines", "", "[]")).get("job");
        try (RawClient client = new RawClient(address)) {
            client.send(address, "GET /jobs/" + job + "/events HTTP/1.1\nAccept: text/event-stream", "");
            client.head();
            client.chunk();
        }
        gone.countDown();
        assertEquals(false, cancelled.poll(30, TimeUnit.SECONDS));
        assertNull(ended(job).get("error"));
    }
}
