package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ipyrpc.function.FunctionReference.Function0;
import io.ipyrpc.function.Principal;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.spi.ValueReader;
import io.ipyrpc.spi.ValueWriter;
import io.ipyrpc.spi.Verifier;
import io.ipyrpc.testing.TinySerializer;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ConfigurationTest {
    private final Served served = new Served();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        served.close();
    }

    static double half(double value) {
        return value / 2;
    }

    private String refusal(Executable work) {
        return assertThrows(IllegalArgumentException.class, work).getMessage();
    }

    private static final class Other implements Serializer {
        private final Serializer tiny = new TinySerializer();
        private final String name;

        Other(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String mediaType() {
            return "application/other";
        }

        @Override
        public ValueWriter writer(OutputStream out) {
            return tiny.writer(out);
        }

        @Override
        public ValueReader reader(InputStream in, Limits limits) {
            return tiny.reader(in, limits);
        }
    }

    @Test
    void theExampleWithTwoSerializersIsRefusedWhereOneIsNotInstalled() {
        served.server.config(Map.of(
                "*_json",
                        Map.of("input_serialization", "tiny", "output_serialization", "tiny", "return_pointer", false),
                "*_python",
                        Map.of(
                                "input_serialization",
                                "binary",
                                "output_serialization",
                                "binary",
                                "return_pointer",
                                true)));
        served.server.register("compute_value_json", ConfigurationTest::half);
        assertEquals(
                "input_serialization 'binary' of '*_python' is not installed; add ipyrpc-binary to the class path or the"
                        + " plugins folder; installed: tiny",
                refusal(() -> served.server.listen(served.address)));
    }

    @Test
    void theExamplesPartWithAnInstalledSerializerWorks() {
        served.server.config(Map.of(
                "*_json",
                Map.of("input_serialization", "tiny", "output_serialization", "very_small", "return_pointer", false)));
        served.server.register("compute_value_json", ConfigurationTest::half);
        served.server.listen(served.address);
        RpcClient client = served.client();
        assertEquals(2.5, client.call("compute_value_json", 5));
        FunctionInfo info = client.refresh(true).get("compute_value_json");
        assertEquals(List.of("tiny"), info.input());
        assertEquals("tiny", info.output());
        assertEquals(
                new FunctionInfo.Setting(List.of("tiny"), "*_json"),
                info.rules().get("output_serialization"));
        assertEquals(new FunctionInfo.Setting(false, "*_json"), info.rules().get("return_pointer"));
        assertEquals(new FunctionInfo.Setting("none", null), info.rules().get("auth"));
        assertEquals(
                Set.of(
                        "auth",
                        "input_serialization",
                        "max_output",
                        "on_disconnect",
                        "output_serialization",
                        "return_pointer",
                        "timeout"),
                info.rules().keySet());
        assertEquals(Map.of(), client.refresh(false).get("compute_value_json").rules());
    }

    @Test
    void aSerializerByAnotherOfItsNamesIsNoTie() {
        served.server.config(Map.of(
                "hal*",
                Map.of("input_serialization", "tiny", "output_serialization", "very_small", "max_output", 1),
                "*alf",
                Map.of(
                        "input_serialization",
                        List.of("very_small"),
                        "output_serialization",
                        "tiny",
                        "max_output",
                        1.0)));
        served.server.register("half", ConfigurationTest::half);
        served.server.listen(served.address);
        assertEquals(List.of("tiny"), served.client().functions().get("half").input());
        // A list says that callers may ask for no other: that is not the same.
        try (RpcServer other = RpcServer.create()) {
            other.config(Map.of("ha*", Map.of("output_serialization", "tiny")));
            other.config(Map.of("*lf", Map.of("output_serialization", List.of("tiny"))));
            other.register("half", ConfigurationTest::half);
            assertEquals(
                    "'ha*' and '*lf' both match 'half' with equal weight and disagree on output_serialization: 'tiny' and"
                            + " [tiny]; make one of the globs more specific",
                    refusal(() -> other.listen("inproc://tied")));
        }
    }

    @Test
    void rulesAreCheckedWhenTheyComeAndWhenTheServerStarts() {
        assertEquals(
                "unknown setting 'output_seriazliation' of '*_python'; did you mean 'output_serialization'?",
                refusal(() -> served.server.config(Map.of("*_python", Map.of("output_seriazliation", "binary")))));
        String[][] wrong = {
            {"return_pointer", "return_pointer of 'f' is 'yes', must be true or false"},
            {"timeout", "timeout of 'f' is true, must be a number from 0"},
            {"max_output", "max_output of 'f' is true, must be a number from 0"},
            {"on_disconnect", "on_disconnect of 'f' is true, must be 'cancel' or 'continue'"},
            {"auth", "auth of 'f' is true, must be 'none', the name of an authenticator, or a Verifier"},
            {
                "input_serialization",
                "input_serialization of 'f' is true, must be the name of a serializer, a Serializer, or a list of these"
            }
        };
        for (String[] one : wrong) {
            served.server.config(Map.of("f", Map.of(one[0], one[0].equals("return_pointer") ? "yes" : true)));
            assertEquals(one[1], refusal(() -> served.server.listen(served.address)));
            Object right = Map.of(
                            "return_pointer",
                            (Object) false,
                            "timeout",
                            0,
                            "max_output",
                            5,
                            "on_disconnect",
                            "cancel",
                            "auth",
                            "none",
                            "input_serialization",
                            "tiny")
                    .get(one[0]);
            served.server.config(Map.of("f", Map.of(one[0], right)));
        }
        served.server.listen(served.address);
    }

    @Test
    void aTieIsRefusedWhenTheServerStartsAndWhenAFunctionComesLater() {
        served.server.config(Map.of("a*", Map.of("max_output", 1), "*b", Map.of("max_output", 2)));
        Function0<Integer> one = () -> 1;
        served.server.register("only_b", one);
        served.server.listen(served.address);
        String message = refusal(() -> served.server.register("a_b", one));
        assertEquals(true, message.contains("both match 'a_b' with equal weight"), message);
        assertEquals(Set.of("only_b"), served.client().functions().keySet());
    }

    @Test
    void objectsMayStandForNames() {
        Verifier nobody = access -> {
            throw new RpcException(ErrorCode.FORBIDDEN, "nobody may " + access.op() + " " + access.target());
        };
        Verifier ann = access -> new Principal("ann");
        Function0<String> who = () ->
                io.ipyrpc.function.Call.current().principal().orElseThrow().name();
        served.server.config(Map.of(
                "who", Map.of("auth", ann, "output_serialization", List.of("tiny", new Other("other"))),
                "secret", Map.of("auth", nobody)));
        served.server.register("who", who).register("secret", ConfigurationTest::half);
        served.server.listen(served.address);
        RpcClient client = served.client();
        assertEquals("ann", client.call("who"));
        assertEquals(Set.of("who"), client.functions().keySet(), "a function that nobody may call was listed");
        assertEquals(
                "forbidden: nobody may call secret",
                assertThrows(RemoteException.class, () -> client.call("secret", 1))
                        .getMessage());
        assertEquals(
                "not_found: there is no function 'secrte'; known: who",
                assertThrows(RemoteException.class, () -> client.call("secrte")).getMessage());
    }

    @Test
    void twoSerializersOfOneNameAreRefused() {
        served.server.config(Map.of("f", Map.of("input_serialization", new Other("very_small"))));
        assertEquals(
                "two serializers are named 'very_small': " + TinySerializer.class.getName() + " and "
                        + Other.class.getName(),
                refusal(() -> served.server.listen(served.address)));
    }

    @Test
    void aVerifierThatFailsLetsNobodyIn() {
        Verifier broken = access -> {
            throw new IllegalStateException("the database is down");
        };
        served.server.settings(Map.of("auth", broken)).register("half", ConfigurationTest::half);
        served.server.listen(served.address);
        RemoteException e = assertThrows(RemoteException.class, served::client);
        assertEquals("unauthenticated: unauthenticated", e.getMessage());
    }

    @Test
    void aFileSaysTheSameAsTheCode() throws IOException {
        Files.writeString(
                folder.resolve("Fns.java"),
                "public class Fns { /** Halves. */ public static double half(double value) { return value / 2; } }");
        Path file = folder.resolve("ipyrpc.json");
        Files.writeString(
                file,
                "{\"workers\": 2, \"functions\": \"Fns.java\", \"rules\": {\"half\": {\"output_serialization\": \"tiny\"}}}");
        served.server.configFile(file);
        served.server.listen(served.address);
        RpcClient client = served.client();
        assertEquals(2.5, client.call("half", 5));
        assertEquals("Halves.", client.functions().get("half").doc());
        Files.writeString(file, "{\"rules\": {\"*\": {\"output_serialisation\": \"tiny\"}}}");
        RpcServer other = RpcServer.create();
        assertEquals(
                "configuration " + file + ": unknown setting 'output_serialisation' of '*'; did you mean"
                        + " 'output_serialization'?",
                refusal(() -> other.configFile(file)));
        Files.writeString(file, "{\"rules\": [1]}");
        assertEquals(
                "configuration " + file + ": rules must be an object with an object for each glob",
                refusal(() -> other.configFile(file)));
        Files.writeString(file, "{\"workrs\": 1}");
        assertEquals(
                "configuration " + file + ": unknown setting 'workrs'; did you mean 'workers'?",
                refusal(() -> other.configFile(file)));
        other.close();
    }

    @Test
    void aQueueThatIsNotInstalledIsRefused() {
        served.server.settings(Map.of("queue", "redis://127.0.0.1"));
        assertEquals(
                "queue 'redis' is not installed; it will come with ipyrpc-redis, which is not there yet; installed:"
                        + " memory",
                refusal(() -> served.server.listen(served.address)));
    }
}
