package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.function.FunctionReference.Procedure0;
import io.ipyrpc.function.Functions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ExceptionsTest {
    private static final Procedure0 FINE = () -> {};
    private Served served;

    private RpcClient serve(Consumer<Functions> functions) {
        served = Served.of(f -> {
            f.register("fine", FINE);
            functions.accept(f);
        });
        return served.client();
    }

    @AfterEach
    void theServerStillWorks() {
        try {
            assertNull(served.client().call("fine"));
        } finally {
            served.close();
        }
    }

    static final class OutOfPaper extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfPaper(String message) {
            super(message, null);
        }
    }

    static final class Silent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message for you");
        }
    }

    static void failDeep(int depth) throws IOException {
        if (depth == 0) {
            throw new IOException("no disk");
        }
        failDeep(depth - 1);
    }

    @Test
    void theJdksUncheckedExceptionsAreThrownUnderTheirOwnType() {
        RpcClient client = serve(f -> f.register("wrong", (Procedure0) () -> {
                    throw new IllegalArgumentException("alpha is -1, must be positive");
                })
                .register("divide", () -> 1 / Integer.parseInt("0"))
                .register("null", (Procedure0) () -> {
                    throw new NullPointerException();
                }));
        IllegalArgumentException wrong = assertThrows(IllegalArgumentException.class, () -> client.call("wrong"));
        assertEquals("alpha is -1, must be positive", wrong.getMessage());
        RemoteException remote = (RemoteException) wrong.getCause();
        assertEquals("function_error", remote.code());
        assertEquals("java.lang.IllegalArgumentException", remote.type());
        assertEquals("alpha is -1, must be positive", remote.remoteMessage());
        assertEquals("java.lang.IllegalArgumentException: alpha is -1, must be positive", remote.getMessage());
        assertEquals(
                "/ by zero",
                assertThrows(ArithmeticException.class, () -> client.call("divide"))
                        .getMessage());
        assertNull(assertThrows(NullPointerException.class, () -> client.call("null"))
                .getMessage());
    }

    @Test
    void otherTypesAreRemoteExceptionsWithTheRemoteFramesBelowTheLocalOnes() {
        RpcClient client = serve(f -> f.register("fail", () -> failDeep(2)));
        RemoteException e = assertThrows(RemoteException.class, () -> client.call("fail"));
        assertEquals("java.io.IOException: no disk", e.getMessage());
        List<String> frames = Arrays.stream(e.getStackTrace())
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .toList();
        String here = ExceptionsTest.class.getName();
        int border = frames.indexOf("remote.call");
        assertTrue(
                frames.indexOf(here + ".otherTypesAreRemoteExceptionsWithTheRemoteFramesBelowTheLocalOnes") < border);
        assertEquals(
                List.of(here + ".failDeep", here + ".failDeep", here + ".failDeep"),
                frames.subList(border + 1, border + 4));
        assertTrue(frames.get(0).startsWith(here), frames.get(0));
        assertEquals(served.address, e.getStackTrace()[border].getFileName());
        assertTrue(
                frames.subList(border, frames.size()).stream().noneMatch(frame -> frame.startsWith("io.ipyrpc.server")),
                () -> "the server's own frames are told: " + frames);
        assertTrue(e.traceback().startsWith("java.io.IOException: no disk\n\tat " + here + ".failDeep"), e.traceback());
    }

    @Test
    void causesAndSuppressedExceptionsAreTold() {
        RpcClient client = serve(f -> f.register("fail", (Procedure0) () -> {
            IllegalStateException e = new IllegalStateException("outer", new IOException("inner"));
            e.addSuppressed(new OutOfPaper("beside"));
            throw e;
        }));
        IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> client.call("fail"));
        RemoteException remote = (RemoteException) thrown.getCause();
        assertEquals("java.io.IOException: inner", remote.getCause().getMessage());
        assertEquals(OutOfPaper.class.getName() + ": beside", remote.getSuppressed()[0].getMessage());
        assertTrue(remote.traceback().contains("\nCaused by: java.io.IOException: inner\n"), remote.traceback());
        assertTrue(
                remote.traceback().contains("\n\tSuppressed: " + OutOfPaper.class.getName() + ": beside\n\t\tat "),
                remote.traceback());
    }

    @Test
    void causesShowTheRemoteFramesAlone() {
        RpcClient client = serve(f -> f.register("fail", (Procedure0) () -> {
            IllegalStateException e = new IllegalStateException("outer", new IOException("inner"));
            e.addSuppressed(new OutOfPaper("beside"));
            throw e;
        }));
        IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> client.call("fail"));
        Throwable remote = thrown.getCause();
        for (Throwable each : List.of(remote, remote.getCause(), remote.getSuppressed()[0])) {
            StackTraceElement[] frames = each.getStackTrace();
            assertTrue(frames.length > 0, () -> "no frames: " + each);
            assertEquals(ExceptionsTest.class.getName(), frames[0].getClassName());
            assertTrue(
                    Arrays.stream(frames)
                            .noneMatch(frame -> frame.getMethodName().equals("causesShowTheRemoteFramesAlone")),
                    () -> "local frames: " + Arrays.toString(frames));
        }
    }

    @Test
    void aTypeThatTheClientRegisteredIsThrown() {
        serve(f -> f.register("print", (Procedure0) () -> {
            throw new OutOfPaper("tray 2");
        }));
        assertEquals(
                OutOfPaper.class.getName() + ": tray 2",
                assertThrows(RemoteException.class, () -> served.client().call("print"))
                        .getMessage());
        try (RpcClient client = RpcClient.builder(served.address)
                .exception(OutOfPaper.class, OutOfPaper::new)
                .connect()) {
            OutOfPaper thrown = assertThrows(OutOfPaper.class, () -> client.call("print"));
            assertEquals("tray 2", thrown.getMessage());
            // Its constructor said that it has no cause, which nobody can change afterwards.
            assertEquals(RemoteException.class, thrown.getSuppressed()[0].getClass());
        }
    }

    static int recurse(int n) {
        return recurse(n + 1) + 1;
    }

    static final class Broken {
        static final int VALUE = Integer.parseInt("no number");
    }

    @Test
    void errorsEndTheCallAndNotTheServer() {
        RpcClient client = serve(f -> f.register("recurse", () -> recurse(0))
                .register("memory", (Procedure0) () -> {
                    throw new OutOfMemoryError("thrown by the function");
                })
                .register("huge", () -> new long[Integer.MAX_VALUE][].length)
                .register("init", () -> Broken.VALUE)
                .register("assert", (Procedure0) () -> {
                    throw new AssertionError("never");
                }));
        for (int time = 0; time < 2; time++) {
            RemoteException overflow = assertThrows(RemoteException.class, () -> client.call("recurse"));
            assertEquals("java.lang.StackOverflowError", overflow.type());
            assertTrue(overflow.error().frames().size() <= 200);
            assertEquals(
                    "java.lang.OutOfMemoryError: thrown by the function",
                    assertThrows(RemoteException.class, () -> client.call("memory"))
                            .getMessage());
            assertEquals(
                    "java.lang.OutOfMemoryError",
                    assertThrows(RemoteException.class, () -> client.call("huge"))
                            .type());
            assertEquals(
                    time == 0 ? "java.lang.ExceptionInInitializerError" : "java.lang.NoClassDefFoundError",
                    assertThrows(RemoteException.class, () -> client.call("init"))
                            .type());
            assertEquals(
                    "java.lang.AssertionError: never",
                    assertThrows(RemoteException.class, () -> client.call("assert"))
                            .getMessage());
        }
    }

    @Test
    void anExceptionThatCannotBeDescribedStillTellsItsType() {
        RpcClient client = serve(f -> f.register("fail", (Procedure0) () -> {
            throw new Silent();
        }));
        RemoteException e = assertThrows(RemoteException.class, () -> client.call("fail"));
        assertEquals(Silent.class.getName(), e.type());
        assertEquals("the exception could not be described: java.lang.IllegalStateException", e.remoteMessage());
    }

    @Test
    void aCauseThatLeadsBackIsToldOnce() {
        RpcClient client = serve(f -> f.register("fail", (Procedure0) () -> {
            OutOfMemoryError first = new OutOfMemoryError("first");
            RuntimeException second = new RuntimeException("second", first);
            first.initCause(second);
            second.addSuppressed(first);
            throw first;
        }));
        RemoteException e = assertThrows(RemoteException.class, () -> client.call("fail"));
        assertEquals("first", e.remoteMessage());
        assertEquals("second", e.error().cause().message());
        assertNull(e.error().cause().cause());
    }

    @Test
    void hugeMessagesAndManyCausesStayWithinAFramesMetadata() {
        RpcClient client = serve(f -> f.register("fail", (Procedure0) () -> {
            RuntimeException e = new RuntimeException("\u0001".repeat(200_000));
            for (int i = 0; i < 20; i++) {
                e = new RuntimeException("\u0001".repeat(200_000), e);
                for (int n = 0; n < 20; n++) {
                    e.addSuppressed(new RuntimeException("\u0001".repeat(200_000)));
                }
            }
            throw e;
        }));
        RuntimeException e = assertThrows(RuntimeException.class, () -> client.call("fail"));
        int size = io.ipyrpc.wire.Json.writeBytes(
                        ((RemoteException) e.getCause()).error().toMap())
                .length;
        assertTrue(size < 1 << 20, "the error is " + size + " bytes, max_metadata is " + (1 << 20));
        assertTrue(size > 100_000, "the error is " + size + " bytes");
    }

    @Test
    void aResultThatCannotBeSentSaysWhatItIs() {
        RpcClient client = serve(f -> f.register("thread", () -> List.of(1, Thread.currentThread())));
        RemoteException e = assertThrows(RemoteException.class, () -> client.call("thread"));
        assertEquals("function_error", e.code());
        assertEquals(
                "function_error: the result cannot be sent: [1]: a "
                        + Thread.currentThread().getClass().getName()
                        + " cannot be sent; use a record, a bean with getters, or a type of the protocol",
                e.getMessage());
    }

    @Test
    void aStreamThatFailsInTheMiddleFailsTheCall() {
        RpcClient client = serve(f -> f.register("stream", () -> new Iterator<Object>() {
            private int given;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Object next() {
                if (++given > 1_000) {
                    throw new IllegalStateException("item 1001 is broken");
                }
                return "x".repeat(1_000);
            }
        }));
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> client.call("stream"));
        assertEquals("item 1001 is broken", e.getMessage());
        List<String> frames = new ArrayList<>();
        ((RemoteException) e.getCause()).error().frames().forEach(frame -> frames.add(frame.className()));
        assertTrue(frames.stream().noneMatch(name -> name.startsWith("io.ipyrpc.server")), frames::toString);
    }
}
