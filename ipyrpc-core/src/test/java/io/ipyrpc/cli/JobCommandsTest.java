package io.ipyrpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.RpcServer;
import io.ipyrpc.function.Call;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JobCommandsTest {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Map<String, CountDownLatch> STARTED = new ConcurrentHashMap<>();
    private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();

    private final String address = "inproc://commands-" + NAMES.incrementAndGet();
    private final RpcServer server = RpcServer.create();

    private static CountDownLatch latch(Map<String, CountDownLatch> latches, String name) {
        return latches.computeIfAbsent(name, key -> new CountDownLatch(1));
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(30, TimeUnit.SECONDS), "waited for more than 30 s");
    }

    static String gate(String name) throws InterruptedException {
        System.out.println("before " + name);
        Call.current().progress(1, 2, "at the gate");
        latch(STARTED, name).countDown();
        await(latch(GATES, name));
        System.err.println("after " + name);
        return name;
    }

    /** Goes on when it is interrupted. */
    static String deaf(String name) {
        latch(STARTED, name).countDown();
        boolean open = false;
        while (!open) {
            try {
                await(latch(GATES, name));
                open = true;
            } catch (InterruptedException e) {
                latch(STARTED, name + " interrupted").countDown();
            }
        }
        return name;
    }

    static long subtract(long a, long b) {
        return a - b;
    }

    static void fail(String why) {
        throw new IllegalStateException(why);
    }

    @BeforeEach
    void serve() {
        server.settings(Map.of("workers", 1));
        server.register("gate", JobCommandsTest::gate)
                .register("deaf", JobCommandsTest::deaf)
                .register("subtract", JobCommandsTest::subtract)
                .register("fail", JobCommandsTest::fail);
        server.listen(address);
    }

    @AfterEach
    void close() {
        GATES.values().forEach(CountDownLatch::countDown);
        server.close();
    }

    /** What a command prints that goes well. */
    private static String out(String... arguments) {
        Screen screen = new Screen();
        assertEquals(0, screen.run(arguments), screen::err);
        assertEquals("", screen.err());
        return screen.out();
    }

    private String submit(String... call) {
        String[] arguments = new String[call.length + 2];
        arguments[0] = "submit";
        arguments[1] = address;
        System.arraycopy(call, 0, arguments, 2, call.length);
        return out(arguments).strip();
    }

    private static void assertFails(int code, String message, String... arguments) {
        Screen screen = new Screen();
        assertEquals(code, screen.run(arguments));
        assertEquals("", screen.out());
        assertEquals("ipyrpc: " + message + "\n", screen.err());
    }

    private String field(String job, String name) {
        return out("job", address, job)
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElse("");
    }

    @Test
    void aResultMayStayOnTheServer() {
        assertEquals("number, 32 B, at " + address + "\n", out("call", address, "subtract", "7", "2", "--pointer"));
        assertEquals("5\n", out("call", address, "subtract", "7", "2"));
    }

    @Test
    void submitPrintsTheIdAloneAndFollowingPrintsTheResult() {
        String job = submit("subtract", "--b=2", "44");
        assertTrue(job.matches("[0-9a-f]{32}"), job);
        assertEquals("42\n", out("job", address, job, "--follow"));
        assertEquals("42\n", out("job", address, job, "--follow"));
        assertEquals("succeeded", field(job, "state"));
    }

    @Test
    void submitPrintsJsonWhereItIsAsked() {
        String text = submit("subtract", "3", "--json", "1");
        assertTrue(text.matches("\\{\"job\":\"[0-9a-f]{32}\"}"), text);
    }

    @Test
    void followingReplaysWhatTheJobPrinted() throws Exception {
        String job = submit("gate", "replayed");
        await(latch(STARTED, "replayed"));
        assertEquals("running", field(job, "state"));
        assertEquals("50% at the gate", field(job, "progress"));
        latch(GATES, "replayed").countDown();
        Screen screen = new Screen();
        assertEquals(0, screen.run("job", address, job, "--follow"));
        assertEquals("before replayed\nreplayed\n", screen.out());
        assertEquals("after replayed\n", screen.err());
        assertEquals("replayed\n", out("job", address, job, "--follow", "--quiet"));
    }

    @Test
    void followingAJobThatFailedFailsAsTheCallWould() {
        String job = submit("fail", "broken");
        Screen screen = new Screen();
        assertEquals(1, screen.run("job", address, job, "--follow"));
        assertTrue(screen.err().startsWith("java.lang.IllegalStateException: broken\n\tat "), screen.err());
        assertEquals("failed", field(job, "state"));
    }

    @Test
    void followingAJobThatRanOutOfTimeIsALimitPassed() {
        String job = submit("gate", "never opened", "--timeout", "0.05");
        Screen screen = new Screen();
        assertEquals(5, screen.run("job", address, job, "--follow", "--quiet"));
        assertTrue(screen.err().contains("'gate' took longer than its timeout of 0.05 s"), screen.err());
    }

    @Test
    void aStatusIsJsonWhereItIsAsked() {
        String job = submit("subtract", "3", "1");
        out("job", address, job, "--follow");
        String json = out("job", address, job, "--json");
        assertTrue(
                json.startsWith("{\"job\":\"" + job + "\",\"function\":\"subtract\",\"state\":\"succeeded\","), json);
        assertEquals("[" + json.strip() + "]\n", out("jobs", address, "--json"));
    }

    @Test
    void jobsAreListedNewestFirstAndFiltered() {
        String first = submit("subtract", "3", "1");
        String second = submit("fail", "listed");
        new Screen().run("job", address, second, "--follow");
        List<String> lines = out("jobs", address).lines().toList();
        assertEquals(3, lines.size());
        assertEquals(
                List.of("JOB", "FUNCTION", "STATE", "CREATED", "TOOK", "DONE"),
                List.of(lines.get(0).split(" +")));
        assertTrue(lines.get(1).startsWith(second + "  fail      failed     "), lines.get(1));
        assertTrue(lines.get(2).startsWith(first + "  subtract  succeeded  "), lines.get(2));
        assertEquals(2, out("jobs", address, "--limit", "1").lines().count());
        assertTrue(out("jobs", address, "--function", "subtract").contains(first));
        assertTrue(out("jobs", address, "--state", "failed", "--since", "2026-01-31T12:00:00Z")
                .contains(second));
    }

    @Test
    void noJobsAreSaidToBeNone() {
        Screen screen = new Screen();
        assertEquals(0, screen.run("jobs", address));
        assertEquals(0, screen.run("jobs", address, "--state", "lost"));
        assertEquals("", screen.out());
        assertEquals("there are no jobs of yours\nthere are no such jobs of yours\n", screen.err());
        assertEquals("[]\n", out("jobs", address, "--json"));
    }

    @Test
    void aFilterThatTheServerDoesNotTakeIsRefused() {
        assertFails(4, "bad_request: limit '0' is not a whole number from 1 to 1000", "jobs", address, "--limit", "0");
    }

    @Test
    void cancelTellsTheStateAfterwards() throws Exception {
        String running = submit("deaf", "cancelled");
        await(latch(STARTED, "cancelled"));
        String waiting = submit("subtract", "3", "1");
        assertEquals("queued", field(waiting, "state"));
        assertEquals("cancelled\n", out("cancel", address, waiting));
        assertEquals("cancelling: its function has not ended yet\n", out("cancel", address, running));
        await(latch(STARTED, "cancelled interrupted"));
        latch(GATES, "cancelled").countDown();
        assertFails(1, "cancelled: the call was cancelled", "job", address, running, "--follow");
        assertEquals("cancelled\n", out("cancel", address, running));
    }

    @Test
    void cancellingAJobThatEndedTellsHow() {
        String job = submit("subtract", "3", "1");
        out("job", address, job, "--follow");
        assertEquals("succeeded: it had ended before\n", out("cancel", address, job));
    }

    @Test
    void aJobThatNobodyKnowsIsRefused() {
        String message = "not_found: there is no job '0123', or it is forgotten";
        assertFails(4, message, "job", address, "0123");
        assertFails(4, message, "job", address, "0123", "--follow");
        assertFails(4, message, "cancel", address, "0123");
    }

    @Test
    void aFunctionThatIsNotThereIsRefused() {
        Screen screen = new Screen();
        assertEquals(4, screen.run("submit", address, "subtrct", "1"));
        assertEquals("", screen.out());
        assertTrue(screen.err().startsWith("ipyrpc: not_found: "), screen.err());
    }

    /** A command in a thread of its own. */
    private CompletableFuture<Integer> background(Screen screen, String... arguments) {
        return CompletableFuture.supplyAsync(() -> screen.run(arguments));
    }

    private String theJob() {
        return out("jobs", address).lines().skip(1).findFirst().orElseThrow().split(" ")[0];
    }

    @Test
    void ctrlCAsksTheServerToCancelAndWaitsForTheEnd() throws Exception {
        Screen screen = new Screen();
        CompletableFuture<Integer> call = background(screen, "call", address, "deaf", "interrupted");
        await(latch(STARTED, "interrupted"));
        String job = theJob();
        screen.interrupt();
        await(latch(STARTED, "interrupted interrupted"));
        assertEquals("cancelling", field(job, "state"));
        assertEquals(-1, screen.exit());
        latch(GATES, "interrupted").countDown();
        assertEquals(130, call.get(30, TimeUnit.SECONDS));
        assertEquals("", screen.out());
        String err = screen.err();
        // The id may come after the Ctrl-C: a call tells it when it prints, or after 20 ms.
        assertTrue(
                err.equals("cancelling job " + job + "; Ctrl-C again to detach\nipyrpc: cancelled: the call was"
                                + " cancelled\n")
                        || err.equals("cancelling the call; Ctrl-C again to detach\nipyrpc: cancelled: the call was"
                                + " cancelled\n"),
                err);
    }

    @Test
    void aSecondCtrlCDetachesAndTellsHowToComeBack() throws Exception {
        Screen screen = new Screen();
        CompletableFuture<Integer> call = background(screen, "call", address, "deaf", "left");
        await(latch(STARTED, "left"));
        String job = theJob();
        screen.interrupt();
        await(latch(STARTED, "left interrupted"));
        screen.interrupt();
        assertEquals(130, screen.exit());
        assertTrue(
                screen.err()
                        .endsWith(
                                "; Ctrl-C again to detach\ndetached; the job ends when its function does. Come back to"
                                        + " it:\n  java io.ipyrpc.cli.Main job " + address + " " + job + " --follow\n"),
                screen.err());
        latch(GATES, "left").countDown();
        call.get(30, TimeUnit.SECONDS);
    }

    @Test
    void ctrlCLeavesAJobThatIsFollowedAlone() throws Exception {
        String job = submit("gate", "followed");
        await(latch(STARTED, "followed"));
        Screen screen = new Screen();
        CompletableFuture<Integer> follow = background(screen, "job", address, job, "--follow");
        Screen.await(() -> screen.out().equals("before followed\n"), screen::out);
        screen.interrupt();
        assertEquals(130, screen.exit());
        assertEquals(
                "detached; the job goes on. Come back to it, or cancel it:\n  java io.ipyrpc.cli.Main job " + address
                        + " " + job + " --follow\n  java io.ipyrpc.cli.Main cancel " + address + " " + job + "\n",
                screen.err());
        assertEquals("running", field(job, "state"));
        latch(GATES, "followed").countDown();
        follow.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aCallThatWaitsShowsItsPlaceInTheQueueOnATerminal() throws Exception {
        submit("gate", "before the others");
        await(latch(STARTED, "before the others"));
        submit("subtract", "3", "1");
        Screen screen = new Screen(80);
        CompletableFuture<Integer> call = background(screen, "call", address, "subtract", "44", "2");
        screen.awaitErr(" in the queue");
        latch(GATES, "before the others").countDown();
        assertEquals(0, call.get(30, TimeUnit.SECONDS));
        assertEquals("42\n", screen.out());
        assertTrue(screen.err().endsWith("\r\033[K"), screen.err());
    }

    @Test
    void wordsThatAreMissingAreAskedFor() {
        assertFails(2, "too few words; usage: submit URL FUNCTION [ARG]… [--NAME=VALUE]…", "submit", address);
        assertFails(2, "too few words; usage: jobs URL", "jobs");
        assertFails(2, "too few words; usage: job URL ID", "job", address);
        assertFails(2, "too few words; usage: cancel URL ID", "cancel", address);
        assertFails(2, "ID is empty; 'submit' prints a job's id, 'jobs' lists them", "job", address, "");
    }
}
