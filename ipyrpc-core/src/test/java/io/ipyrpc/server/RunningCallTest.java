package io.ipyrpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.function.Call;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class RunningCallTest {
    private static final ClassLoader LOADER = RunningCallTest.class.getClassLoader();

    private static final ErrorRecord WHY = ErrorRecord.of(ErrorCode.CANCELLED, "enough");

    private final List<Frame> events = new ArrayList<>();
    private final Pulse pulse = new Pulse();
    private final RunningCall call =
            new RunningCall("j1", "f", null, 1_000, new OutputBatch(events::add, pulse, Runnable::run));

    @AfterEach
    void close() {
        pulse.close();
    }

    @Test
    void anInterruptByCancelMeetsTheFunctionAlone() throws Exception {
        boolean met = call.run(LOADER, () -> {
            call.cancel(WHY);
            try {
                return new CountDownLatch(1).await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                call.cancel(ErrorRecord.of(ErrorCode.TIMEOUT, "too late to be the reason"));
                Thread.currentThread().interrupt();
                return true;
            }
        });
        assertTrue(met);
        assertFalse(Thread.interrupted(), "the interrupt was left for the thread's next task");
        call.cancel(WHY);
        assertFalse(Thread.interrupted(), "a call that has ended interrupts nobody");
        assertSame(WHY, call.cancelReason());
    }

    @Test
    void aCallThatWasCancelledBeforeItBeganIsInterruptedAtOnce() throws Exception {
        call.cancel(WHY);
        assertTrue(call.run(LOADER, Thread::interrupted));
        assertFalse(Thread.interrupted());
    }

    @Test
    void theFunctionFindsItsCallUntilItHasEnded() throws Exception {
        assertEquals(Optional.empty(), Call.find());
        String seen = call.run(LOADER, () -> {
            Call current = Call.current();
            assertFalse(current.isCancelled());
            current.checkCancelled();
            call.cancel(WHY);
            assertTrue(current.isCancelled());
            CancellationException e = assertThrows(CancellationException.class, current::checkCancelled);
            return current.id() + " " + current.function() + " " + current.principal() + " " + e.getMessage();
        });
        assertEquals("j1 f Optional.empty the call was cancelled", seen);
        assertEquals(
                "this thread works for no call; in an executor or the common pool, hand the work over by"
                        + " Call.wrap(...) inside the call",
                assertThrows(IllegalStateException.class, Call::current).getMessage());
    }

    @Test
    void nothingOfACallThatHasEndedReachesItsCaller() throws Exception {
        call.run(LOADER, () -> {
            call.out().print("during");
            return null;
        });
        call.out().print("after");
        call.err().print("after");
        call.progress(1, 2, "after");
        assertEquals(1, events.size());
        assertEquals("during", events.get(0).data().utf8());
    }

    @Test
    void aProgressMessageIsCutBeforeItIsTooLongForAnEvent() throws Exception {
        call.run(LOADER, () -> {
            call.progress(1, 2, "x".repeat(2_000_000));
            return null;
        });
        assertEquals("x".repeat(10_000) + "…", events.get(0).metadata().get("message"));
    }

    @Test
    void progressIsANumberOfANumber() {
        assertEquals(
                "progress is NaN of 2.0; done must be a number, total a number or NaN for unknown",
                assertThrows(IllegalArgumentException.class, () -> call.progress(Double.NaN, 2))
                        .getMessage());
        assertEquals(
                "progress is 1.0 of Infinity; done must be a number, total a number or NaN for unknown",
                assertThrows(IllegalArgumentException.class, () -> call.progress(1, Double.POSITIVE_INFINITY))
                        .getMessage());
        assertThrows(NullPointerException.class, () -> call.progress(1, 2, null));
    }
}
