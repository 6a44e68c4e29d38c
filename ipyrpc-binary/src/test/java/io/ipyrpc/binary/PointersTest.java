package io.ipyrpc.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.OutputListener;
import io.ipyrpc.RemoteValue;
import io.ipyrpc.RpcClient;
import io.ipyrpc.RpcServer;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.DataPointer;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.spi.Body;
import io.ipyrpc.spi.Channel;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.spi.Request;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.spi.Transport;
import io.ipyrpc.spi.TransportOptions;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.Op;
import java.net.URI;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Arrays and frames that stay on the server, and come as they lie in its memory. */
@Timeout(60)
final class PointersTest {
    static NdArray values(int n) {
        return NdArray.arange(n).reshape(-1, 2);
    }

    static double sum(NdArray values) {
        return values.sum();
    }

    static DataFrame frame() {
        return DataFrame.of("x", new double[] {1, 2, 3}, "city", new String[] {"Brno", "Lyon", "Oslo"});
    }

    private static RpcServer server(String address) {
        RpcServer server = RpcServer.create();
        server.config(Map.of(
                "*_python",
                Map.of(
                        "input_serialization",
                        "ipyrpc_binary",
                        "output_serialization",
                        "ipyrpc_binary",
                        "return_pointer",
                        true)));
        server.register("values_python", PointersTest::values);
        server.register("frame_python", PointersTest::frame);
        server.register("sum", PointersTest::sum);
        server.listen(address);
        return server;
    }

    @Test
    void aRuleThatLeavesBinaryResultsOnTheServerIsHonoured() {
        try (RpcServer server = server("inproc://binary-pointers");
                RpcClient client = RpcClient.builder("inproc://binary-pointers")
                        .output(OutputListener.none())
                        .connect()) {
            FunctionInfo info = client.function("values_python").info();
            assertEquals("binary", info.output());
            assertTrue(info.returnPointer());
            RemoteValue values = (RemoteValue) client.call("values_python", 1000);
            assertEquals("np.ndarray <i8 [500, 2], 8.0 KB, at inproc://binary-pointers", values.toString());
            assertEquals(499_500.0, client.call("sum", values));
            assertEquals(NdArray.arange(1000).reshape(500, 2), values.get());
            assertEquals(NdArray.of(1L, 501L), values.index(RemoteValue.range(null, null, 250L), 1));
            RemoteValue frame = (RemoteValue) client.call("frame_python");
            assertEquals(frame().select("city"), frame.index(RemoteValue.take("city")));
            assertEquals(frame(), frame.get(DataFrame.class));
            assertEquals(2.0, ((Map<?, ?>) ((Map<?, ?>) frame.describe().get("describe")).get("x")).get("mean"));
            RemoteValue sent = client.put(values(10));
            assertEquals(45.0, client.call("sum", sent));
            assertTrue(server.toString().contains("values_python"));
        }
    }

    @Test
    void aLargeArrayIsFetchedAsOnePieceOfKnownLength() throws Exception {
        try (RpcServer server = server("inproc://binary-large");
                RpcClient client = RpcClient.builder("inproc://binary-large")
                        .output(OutputListener.none())
                        .connect()) {
            DataPointer pointer = client.call(DataPointer.class, "values_python", 4_000_000);
            Transport transport = ServiceLoader.load(Transport.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(found -> found.name().equals("inproc"))
                    .findFirst()
                    .orElseThrow();
            TransportOptions options = new TransportOptions(
                    Settings.EMPTY, Limits.defaults(), Map.of("binary", "application/vnd.ipyrpc.binary"));
            Map<String, String> fields = Map.of("output", "binary", "secret", pointer.secretKey());
            try (Channel channel = transport.connect(URI.create("inproc://binary-large"), options);
                    Exchange exchange = channel.open(new Request(Op.FETCH, pointer.path(), fields, Body.EMPTY))) {
                Frame frame = exchange.next();
                assertEquals("result", frame.event());
                assertEquals("succeeded", frame.metadata().get("status"));
                assertEquals("binary", frame.metadata().get("serializer"));
                assertTrue(frame.data().length() > 32_000_000, frame.data().length() + " bytes");
            }
            assertTrue(server.toString().contains("sum"));
        }
    }
}
