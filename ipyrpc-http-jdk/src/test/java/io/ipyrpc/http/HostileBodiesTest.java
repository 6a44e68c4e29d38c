package io.ipyrpc.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.RpcServer;
import io.ipyrpc.binary.BinarySerializer;
import io.ipyrpc.contract.Mutations;
import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.json.JsonSerializer;
import io.ipyrpc.spi.Serializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies of calls that were changed on their way: each is answered, and the server goes on. */
@Timeout(120)
class HostileBodiesTest {
    private static final int MUTATIONS = 4_000;

    private static byte[] body(Serializer serializer, Object... values) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        serializer.writer(out).arguments(Arguments.of(values));
        return out.toByteArray();
    }

    private static List<byte[]> bodies(Serializer serializer) throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        bodies.add(body(serializer, 1, 2.5, "text", true, List.of(1, 2, 3), Map.of("a", 1)));
        bodies.add(body(serializer, NdArray.linspace(0, 1, 50)));
        bodies.add(body(serializer, NdArray.of("a", "bc", "def"), NdArray.of(new double[][] {{1, 2}, {3, 4}})));
        bodies.add(body(serializer, DataFrame.of("x", new double[] {1, 2}, "y", List.of("p", "q")), new byte[] {1, 2}));
        bodies.add(body(serializer, Map.of("nested", List.of(NdArray.of(1, 2, 3), Map.of("b", NdArray.of(true))))));
        return bodies;
    }

    private void flood(Serializer serializer) throws Exception {
        long seed = System.nanoTime();
        System.out.println("HostileBodiesTest, " + serializer.name() + ": seed " + seed);
        Mutations mutations = new Mutations(new Random(seed));
        List<byte[]> bodies = bodies(serializer);
        Map<Integer, Integer> answers = new TreeMap<>();
        try (RpcServer server = RpcServer.create()) {
            // Not the values: what can be read is not always what can be sent.
            server.registerDynamic(
                    "count", "", arguments -> arguments.positional().size());
            URI address = server.listen("http://127.0.0.1:0");
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/call/count"))
                    .header("Content-Type", serializer.mediaType());
            for (int i = 0; i < MUTATIONS; i++) {
                HttpResponse<String> answer = client.send(
                        request.POST(HttpRequest.BodyPublishers.ofByteArray(mutations.of(bodies)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                answers.merge(answer.statusCode(), 1, Integer::sum);
                assertTrue(
                        List.of(200, 400, 413).contains(answer.statusCode()),
                        "seed " + seed + ", body " + i + ": " + answer.statusCode() + " " + answer.body());
            }
            HttpResponse<String> last = client.send(
                    HttpRequest.newBuilder(address.resolve("/call/count"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("[1]", StandardCharsets.US_ASCII))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(200, last.statusCode());
        }
        // Both: else the mutations would test one way alone.
        assertTrue(answers.getOrDefault(200, 0) > MUTATIONS / 100, answers + ", seed " + seed);
        assertTrue(answers.getOrDefault(400, 0) > MUTATIONS / 100, answers + ", seed " + seed);
    }

    @Test
    void changedJsonIsAnsweredAndTheServerGoesOn() throws Exception {
        flood(new JsonSerializer());
    }

    @Test
    void changedFramesAreAnsweredAndTheServerGoesOn() throws Exception {
        flood(new BinarySerializer());
    }
}
