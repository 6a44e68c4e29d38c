package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.data.DataPointer;
import io.ipyrpc.function.Functions;
import io.ipyrpc.function.Principal;
import io.ipyrpc.spi.Verifier;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.RpcException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PointersTest {
    /** A class that no value of the protocol can become. */
    static final class Model {
        private final double[] weights;

        private Model(double... weights) {
            this.weights = weights;
        }
    }

    private static final AtomicReference<Object> MADE = new AtomicReference<>();
    private static final AtomicInteger SENT = new AtomicInteger();

    /** A value that counts how often it is sent. */
    public static final class Counted {
        public int getN() {
            SENT.incrementAndGet();
            return 7;
        }
    }

    static Model train(double first) {
        Model model = new Model(first, 2);
        MADE.set(model);
        return model;
    }

    static double predict(Model model, double x) {
        assertSame(MADE.get(), model);
        return model.weights[0] * x;
    }

    static boolean isTheSame(Object value) {
        return value == MADE.get();
    }

    static int inside(List<Object> list, Map<String, Object> dict) {
        int same = 0;
        for (Object item : list) {
            same += item == MADE.get() ? 1 : 0;
        }
        Map<?, ?> inner = (Map<?, ?>) dict.get("inner");
        return same + (((List<?>) inner.get("list")).get(0) == MADE.get() ? 100 : 0);
    }

    static String pathOf(DataPointer pointer) {
        return pointer.path();
    }

    static int pathsOf(List<DataPointer> pointers) {
        return pointers.size();
    }

    static List<Integer> numbers(int n) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            numbers.add(i);
        }
        MADE.set(numbers);
        return numbers;
    }

    static int sum(List<Integer> numbers) {
        return numbers.stream().mapToInt(n -> n).sum();
    }

    static Iterator<Integer> counting(int n) {
        return Stream.iterate(0, i -> i + 1).limit(n).iterator();
    }

    static Counted counted() {
        return new Counted();
    }

    static int all(List<Map<String, Integer>> counted) {
        return counted.stream().mapToInt(one -> one.get("n")).sum();
    }

    private static void functions(Functions f) {
        f.register("train", PointersTest::train);
        f.register("predict", PointersTest::predict);
        f.register("is_the_same", PointersTest::isTheSame);
        f.register("inside", PointersTest::inside);
        f.register("path_of", PointersTest::pathOf);
        f.register("paths_of", PointersTest::pathsOf);
        f.register("numbers", PointersTest::numbers);
        f.register("sum", PointersTest::sum);
        f.register("counting", PointersTest::counting);
        f.register("counted", PointersTest::counted);
        f.register("all", PointersTest::all);
    }

    private static Served served(Map<String, ?> settings) {
        return Served.of(settings, PointersTest::functions);
    }

    private static String refused(String code, org.junit.jupiter.api.function.Executable call) {
        RemoteException e = assertThrows(RemoteException.class, call);
        assertEquals(code, e.code(), e.getMessage());
        return e.remoteMessage();
    }

    @Test
    void theVeryObjectGoesToTheNextFunction() {
        try (Served served = served(Map.of())) {
            RpcClient client = served.client();
            RemoteValue model = client.function("train").pointer(3);
            assertEquals(6.0, client.call("predict", model, 2));
            assertEquals(6.0, client.call("predict", model.pointer(), 2));
            assertEquals(true, client.call("is_the_same", model));
            assertEquals(
                    103L,
                    client.call(
                            "inside",
                            List.of(model, 1, model.pointer(), "x", model),
                            Map.of("inner", Map.of("list", List.of(model)))));
            assertEquals(
                    "bad_request: argument 'model': 5 is not a Model, of which a pointer alone can be given: it has no"
                            + " constructor without parameters; signature: predict(model: Model, x: double) -> double",
                    assertThrows(RemoteException.class, () -> client.call("predict", 5, 2))
                            .getMessage());
            assertEquals(
                    "the value cannot be sent: a io.ipyrpc.PointersTest$Model cannot be sent; use a record, a bean with"
                            + " getters, or a type of the protocol; a function of this server can take its pointer",
                    refused("not_acceptable", model::get));
        }
    }

    @Test
    void aPointerTellsWhatItsValueIsAndNeverItsSecret() {
        try (Served served = served(Map.of())) {
            RpcClient client = served.client();
            RemoteValue numbers = client.function("numbers").arg(1000).pointer();
            assertEquals("list", numbers.info().get("type"));
            assertEquals(1000L, ((Number) numbers.info().get("length")).longValue());
            assertEquals("", numbers.dtype());
            assertEquals(0, numbers.shape().length);
            DataPointer pointer = numbers.pointer();
            assertEquals("inproc", pointer.protocol());
            assertEquals(served.address, "inproc://" + pointer.host());
            assertTrue(pointer.path().matches("/data/[0-9a-f]{32}/[A-Za-z0-9_-]{22}"), pointer.path());
            assertTrue(pointer.secretKey().matches("[A-Za-z0-9_-]{43}"));
            assertTrue(
                    numbers.toString().matches("list of 1000, [0-9.]+ KB, at " + served.address), numbers.toString());
            assertFalse(numbers.toString().contains(pointer.secretKey()));
            assertTrue(client.function("train")
                    .pointer(1)
                    .toString()
                    .matches("java Model, [0-9]+ B, at " + served.address));
        }
    }

    @Test
    void aValueIsFetchedWholeOrInParts() {
        try (Served served = served(Map.of())) {
            RpcClient client = served.client();
            RemoteValue numbers = client.function("numbers").pointer(10);
            assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), numbers.get());
            assertEquals(10, numbers.get(int[].class).length);
            assertEquals(List.of(2L, 3L), numbers.slice(2, 4));
            assertEquals(List.of(1L, 4L, 7L), numbers.slice(1, 8, 3));
            assertEquals(List.of(0L, 1L), numbers.head(2));
            assertEquals(9L, numbers.index(-1));
            assertEquals(List.of(9L, 8L), numbers.index(RemoteValue.range(null, -3L, -1L)));
            assertEquals("list", numbers.describe().get("type"));
            RemoteValue part = numbers.view(RemoteValue.range(5L, null, null));
            assertEquals(List.of(5L, 6L, 7L, 8L, 9L), part.get());
            numbers.release();
            assertEquals(35L, client.call("sum", part));
            assertEquals(
                    "index 10 is out of bounds for a list of 5 items", refused("bad_request", () -> part.index(10)));
            assertTrue(refused("gone", numbers::get).contains(" was released at "));
        }
    }

    @Test
    void aValueIsSentOnceAndUsedInManyCalls() {
        try (Served served = served(Map.of())) {
            RpcClient client = served.client();
            try (RemoteValue numbers = client.put(List.of(1, 2, 3))) {
                assertEquals(6L, client.call("sum", numbers));
                assertEquals(6L, client.function("sum").arg("numbers", numbers).call());
                assertEquals(
                        List.of(1L, 2L, 3L), client.value(numbers.pointer()).get());
                numbers.release();
                refused("gone", () -> client.call("sum", numbers));
            }
            assertEquals(
                    "the value cannot be sent: a java.lang.Object cannot be sent; use a record, a bean with getters, or"
                            + " a type of the protocol",
                    assertThrows(IllegalArgumentException.class, () -> client.put(new Object()))
                            .getMessage());
        }
    }

    @Test
    void aFunctionThatTakesPointersGetsThem() {
        try (Served served = served(Map.of())) {
            RpcClient client = served.client();
            RemoteValue value = client.put("x");
            assertEquals(value.pointer().path(), client.call("path_of", value));
            assertEquals(
                    value.pointer().path(),
                    client.function("path_of").arg("pointer", value).call());
            assertEquals(2L, client.call("paths_of", List.of(value, value.pointer())));
            value.release();
            assertEquals(value.pointer().path(), client.call("path_of", value));
        }
    }

    @Test
    void rulesLeaveResultsOnTheServerUnlessTheCallerWantsThem() {
        try (Served served = new Served()) {
            served.server.config(Map.of("num*", Map.of("return_pointer", true)));
            functions(served.server);
            served.server.listen(served.address);
            RpcClient client = served.client();
            assertTrue(client.functions().get("numbers").returnPointer());
            assertFalse(client.functions().get("sum").returnPointer());
            assertEquals(
                    true,
                    client.refresh(true)
                            .get("numbers")
                            .rules()
                            .get("return_pointer")
                            .value());
            RemoteValue handle = (RemoteValue) client.call("numbers", 3);
            assertEquals(3L, client.call("sum", handle));
            assertEquals(3, client.call(int[].class, "numbers", 3).length);
            assertEquals(3, client.call(List.class, "numbers", 3).size());
            assertEquals(
                    "list", client.call(DataPointer.class, "numbers", 3).info().get("type"));
            assertEquals(
                    List.of(0L), client.call(RemoteValue.class, "numbers", 3).head(1));
            Job job = client.submit("numbers", 4);
            assertEquals(6L, client.call("sum", job.result()));
            assertEquals(4, job.result(int[].class).length);
        }
    }

    /** What a user's interface says of functions whose results stay on the server. */
    interface Kept {
        List<Integer> numbers(int n);

        RemoteValue named(int n);

        long sum(Object numbers);
    }

    @Test
    void interfacesAndMapsOverInputsGetValuesOrHandlesByTheirTypes() {
        try (Served served = new Served()) {
            served.server.config(Map.of("n*", Map.of("return_pointer", true)));
            functions(served.server);
            served.server.register("named", PointersTest::numbers);
            served.server.listen(served.address);
            RpcClient client = served.client();
            Kept kept = client.proxy(Kept.class);
            assertEquals(List.of(0, 1, 2), kept.numbers(3));
            RemoteValue handle = kept.named(4);
            assertEquals(6, kept.sum(handle));
            List<Integer> inputs = List.of(1, 2, 3);
            List<Object> handles = client.function("numbers").map(inputs).toList();
            assertEquals(3L, client.call("sum", handles.get(2)));
            assertEquals(
                    List.of(1, 2, 3),
                    client.function("numbers").map(inputs).as(int[].class).stream()
                            .map(numbers -> numbers.length)
                            .toList());
        }
    }

    @Test
    void whatIsAskedForIsAValueOrAPointer() {
        try (Served served = served(Map.of())) {
            RpcClient client = served.client();
            RemoteCalls calls = client.calls();
            assertEquals(
                    "return 'both' is neither 'value' nor 'pointer'",
                    refused(
                            "bad_request",
                            () -> calls.invoke(
                                    Object.class,
                                    "sum",
                                    io.ipyrpc.function.Arguments.of(List.of(1)),
                                    Map.of("return", "both"))));
        }
    }

    @Test
    void theItemsOfAStreamAreKeptAsAListUpToTheQuota() {
        try (Served served = served(Map.of("pointers", Map.of("max_bytes", 100_000)))) {
            RpcClient client = served.client();
            RemoteValue items = client.function("counting").pointer(100);
            assertEquals(List.of(0L, 1L), items.head(2));
            assertEquals(
                    "the items of the result have more than 100000 bytes, all that a value may have (pointers.max_bytes);"
                            + " return them by value, item by item, or raise it",
                    refused("too_large", () -> client.function("counting").pointer(1_000_000_000)));
        }
    }

    @Test
    void aFullVaultLetsGoOfTheLeastRecentlyUsedAndRefusesWhatCannotFit() {
        try (Served served = served(Map.of("pointers", Map.of("max_bytes", 60_000)))) {
            RpcClient client = served.client();
            RemoteValue first = client.put("a".repeat(20_000));
            RemoteValue second = client.put("b".repeat(20_000));
            first.pin();
            client.put("c".repeat(20_000));
            assertTrue(refused("gone", second::get).endsWith("(pointers.max_bytes)"));
            String refusal = refused("too_large", () -> client.put("d".repeat(45_000)));
            assertTrue(
                    refusal.matches(
                            "the value has 45[0-9]{3} bytes, and there is no room: of pointers.max_bytes 60000, 0"
                                    + " bytes are in use and 20[0-9]{3} pinned; release or unpin some, or raise"
                                    + " pointers.max_bytes"),
                    refusal);
            first.unpin();
            client.put("d".repeat(45_000));
            refused("gone", first::get);
        }
    }

    // Owners

    private static final class Users implements Verifier {
        final AtomicReference<String> now = new AtomicReference<>("ann");

        @Override
        public Principal verify(io.ipyrpc.spi.Access access) {
            if (now.get() == null) {
                throw new RpcException(ErrorCode.UNAUTHENTICATED, "unauthenticated");
            }
            return new Principal(now.get());
        }
    }

    @Test
    void theSecretSufficesToFetchAndToUseAndTheOwnerAloneReleasesAndPins() {
        Users users = new Users();
        try (Served served = served(Map.of("auth", users))) {
            RpcClient client = served.client();
            RemoteValue anns = client.function("numbers").pointer(3);
            users.now.set("bob");
            assertEquals(3L, client.call("sum", anns));
            assertEquals(List.of(0L), anns.head(1));
            assertEquals(List.of(0L, 1L, 2L), anns.get());
            assertTrue(refused("forbidden", anns::release).endsWith(" is another's to release and to pin"));
            assertTrue(refused("forbidden", anns::pin).endsWith(" is another's to release and to pin"));
            anns.close();
            users.now.set(null);
            assertEquals(List.of(0L, 1L, 2L), anns.get());
            refused("unauthenticated", () -> client.call("sum", anns));
            refused("unauthenticated", anns::release);
            refused("unauthenticated", () -> client.put(1));
            users.now.set("ann");
            anns.pin();
            anns.release();
            refused("gone", anns::get);
        }
    }

    @Test
    void aRuleForTheOperationAsksForCredentialsToo() {
        Users users = new Users();
        try (Served served = new Served()) {
            served.server.config(Map.of("@fetch", Map.of("auth", users), "_*", Map.of("auth", users)));
            functions(served.server);
            served.server.listen(served.address);
            RemoteValue value = served.client().function("numbers").pointer(3);
            assertEquals(List.of(0L, 1L, 2L), value.get());
            users.now.set(null);
            refused("unauthenticated", value::get);
            refused("unauthenticated", () -> value.head(1));
        }
    }

    // Other servers

    @Test
    void anotherServersValueIsFetchedOncePerCallFromPeersAlone() {
        try (Served there = served(Map.of());
                Served here = served(Map.of("peers", there.address));
                Served stranger = served(Map.of())) {
            RemoteValue counted = there.client().function("counted").pointer();
            SENT.set(0);
            List<Object> fiveTimes = List.of(counted, counted, counted.pointer(), counted, counted);
            assertEquals(35L, here.client().call("all", fiveTimes));
            assertEquals(1, SENT.get());
            String refusal = refused("forbidden", () -> stranger.client().call("all", fiveTimes));
            assertEquals(
                    "the value of '" + there.address + counted.pointer().path()
                            + "' is not fetched: its server is no peer of this one; add it to the setting peers if it"
                            + " should be",
                    refusal);
            assertEquals(1, SENT.get());
            counted.release();
            refusal = refused("gone", () -> here.client().call("all", fiveTimes));
            assertTrue(refusal.startsWith(there.address + ": the value of the pointer "), refusal);
        }
    }

    @Test
    void aServerThatIsDownIsNamed() {
        Served there = served(Map.of());
        RemoteValue numbers = there.client().function("numbers").pointer(3);
        DataPointer pointer = numbers.pointer();
        there.close();
        try (Served here = served(Map.of("peers", there.address))) {
            assertEquals(
                    "the value of '" + there.address + pointer.path() + "' cannot be fetched: cannot reach "
                            + there.address + ": nobody listens there in this process",
                    refused("worker_lost", () -> here.client().call("sum", pointer)));
        }
    }

    private static DataPointer with(DataPointer pointer, String path, String secret) {
        return new DataPointer(pointer.protocol(), pointer.host(), pointer.port(), path, secret, pointer.info());
    }

    @Test
    void aPointerOfAnEarlierProcessAtThisAddressIsNotFetched() {
        try (Served served = served(Map.of())) {
            RpcClient client = served.client();
            DataPointer pointer = client.put(List.of(1)).pointer();
            DataPointer earlier =
                    with(pointer, "/data/earlier/" + pointer.path().split("/")[3], pointer.secretKey());
            String ended = "the value was kept by the process 'earlier', which is not this one; if it was started anew,"
                    + " its values went with it";
            assertEquals(ended, refused("not_found", () -> client.call("sum", earlier)));
            assertEquals(ended, refused("not_found", () -> client.value(earlier).get()));
            assertEquals(ended, refused("not_found", () -> client.value(earlier).release()));
            String secret = pointer.secretKey();
            DataPointer wrong =
                    with(pointer, pointer.path(), (secret.startsWith("x") ? "y" : "x") + secret.substring(1));
            String id = pointer.path().split("/")[3];
            assertEquals(
                    "there is no pointer '" + id + "' with that secret",
                    refused("not_found", () -> client.value(wrong).get()));
            assertEquals(
                    "there is no pointer '" + id + "' with that secret",
                    refused("not_found", () -> client.call("sum", wrong)));
            DataPointer odd = with(pointer, "/call/sum", pointer.secretKey());
            assertEquals(
                    "the path of '" + served.address + "/call/sum' is no pointer's; it is /data/SERVER/ID",
                    refused("forbidden", () -> client.call("sum", odd)));
        }
    }

    @Test
    void aClientFollowsPointersToItsOwnServerAndItsPeersAlone() {
        try (Served there = served(Map.of());
                Served here = served(Map.of())) {
            DataPointer pointer = there.client().put(List.of(1, 2)).pointer();
            RemoteValue followed = here.client().value(pointer);
            assertEquals(
                    pointer + " lies neither at " + here.address
                            + " nor at one of this client's peers; if you trust its"
                            + " server, name that: RpcClient.builder(…).setting(\"peers\", \"" + there.address + "\")",
                    assertThrows(IllegalStateException.class, followed::get).getMessage());
            try (RpcClient client = RpcClient.builder(here.address)
                    .output(OutputListener.none())
                    .setting("peers", there.address)
                    .connect()) {
                RemoteValue value = client.value(pointer);
                assertEquals(List.of(1L, 2L), value.get());
                assertEquals(List.of(1L), value.head(1));
                value.release();
                refused("gone", value::get);
            }
        }
    }

    @Test
    void aPointerNamesTheAddressThatItsCallCameBy() {
        try (Served served = served(Map.of())) {
            String other = served.address + "-other";
            served.server.listen(other);
            try (RpcClient client =
                    RpcClient.builder(other).output(OutputListener.none()).connect()) {
                DataPointer pointer = client.function("numbers").pointer(1).pointer();
                assertEquals(other, "inproc://" + pointer.host());
                assertEquals(other, "inproc://" + client.put(1).pointer().host());
                assertEquals(List.of(0L), served.client().value(pointer).get());
            }
        }
    }

    // In use

    private static final CountDownLatch STARTED = new CountDownLatch(1);
    private static final CountDownLatch GO_ON = new CountDownLatch(1);

    static int slowly(List<Integer> numbers) throws InterruptedException {
        STARTED.countDown();
        Served.await(GO_ON);
        return sum(numbers);
    }

    @Test
    void whatACallUsesIsNotDroppedWhileItRuns() throws Exception {
        try (Served served = Served.of(Map.of("pointers", Map.of("max_bytes", 60_000)), f -> {
            functions(f);
            f.register("slowly", PointersTest::slowly);
        })) {
            RpcClient client = served.client();
            RemoteValue numbers = client.function("numbers").pointer(1000);
            CompletableFuture<Object> running = client.callAsync("slowly", numbers);
            Served.await(STARTED);
            String refusal = refused("too_large", () -> client.put("x".repeat(50_000)));
            assertTrue(refusal.contains(" bytes are in use and 0 pinned;"), refusal);
            numbers.release();
            refused("too_large", () -> client.put("x".repeat(50_000)));
            GO_ON.countDown();
            assertEquals(499_500L, running.get(30, TimeUnit.SECONDS));
            assertEquals(50_000L, client.put("x".repeat(50_000)).info().get("length"));
        }
    }

    @Test
    void argumentsWithoutPointersStayAsTheyAre() {
        try (Served served = served(Map.of())) {
            Map<String, Object> dict = new LinkedHashMap<>();
            dict.put("inner", Map.of("list", List.of(1)));
            assertEquals(0L, served.client().call("inside", List.of(1, "x"), dict));
        }
    }
}
