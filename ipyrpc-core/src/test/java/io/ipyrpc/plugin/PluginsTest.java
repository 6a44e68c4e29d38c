package io.ipyrpc.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.pointer.MemoryStore;
import io.ipyrpc.queue.MemoryBackend;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.testing.TinySerializer;
import io.ipyrpc.transport.InProcessTransport;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

final class PluginsTest {
    private static final String SERIALIZER = Serializer.class.getName();

    @TempDir
    Path folder;

    private static String serializer(String type, String name, String mediaType, String more) {
        return "public class " + type + " extends io.ipyrpc.plugin.PlainSerializer {\n"
                + more
                + "\n  public String name() { return " + name + "; }\n"
                + "  public String mediaType() { return " + mediaType + "; }\n}\n";
    }

    private Path plugins() throws IOException {
        return Files.createDirectories(folder.resolve("plugins"));
    }

    private PluginJar jar(String name) {
        return new PluginJar(
                folder.resolve("work-" + name.replace('/', '-')),
                folder.resolve("plugins").resolve(name));
    }

    private static String refusal(Class<? extends RuntimeException> type, Executable work) {
        return assertThrows(type, work).getMessage();
    }

    @Test
    void whatTheClassPathBringsIsFoundByNameAndAlias() {
        Plugins plugins = Plugins.installed();
        assertSame(plugins.serializers().get("tiny"), plugins.serializers().get("very_small"));
        assertEquals(InProcessTransport.class, plugins.transport("inproc").getClass());
        assertEquals(MemoryBackend.class, plugins.queue("memory").getClass());
        assertEquals(
                List.of(
                        row("transport", "inproc", InProcessTransport.class),
                        row("serializer", "tiny", TinySerializer.class),
                        row("queue", "memory", MemoryBackend.class),
                        row("pointer store", "memory", MemoryStore.class)),
                plugins.describe());
    }

    private static Map<String, String> row(String kind, String name, Class<?> type) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("kind", kind);
        row.put("name", name);
        row.put("class", type.getName());
        row.put("from", "class path");
        return row;
    }

    @Test
    void whatIsNotInstalledSaysWhichArtifactToAdd() {
        Plugins plugins = Plugins.installed();
        assertEquals(
                "transport 'zmq' is not installed; it will come with ipyrpc-zmq, which is not there yet; installed:"
                        + " inproc",
                refusal(IllegalArgumentException.class, () -> plugins.transport("zmq")));
        assertEquals(
                "transport 'gopher' is not installed; installed: inproc",
                refusal(IllegalArgumentException.class, () -> plugins.transport("gopher")));
        assertEquals(
                "queue 'local' is not installed; it will come with ipyrpc-localqueue, which is not there yet;"
                        + " installed: memory",
                refusal(IllegalArgumentException.class, () -> plugins.queue("local")));
        assertEquals(
                "authenticator 'hmac' is not installed; it will come with ipyrpc-auth-hmac, which is not there yet;"
                        + " installed: none",
                refusal(IllegalArgumentException.class, () -> plugins.authenticator("hmac")));
        RpcException e = assertThrows(
                RpcException.class,
                () -> SerializerSet.of(plugins.serializers()).get("json"));
        assertEquals(ErrorCode.UNSUPPORTED_SERIALIZER.wireName(), e.code());
        assertEquals("serializer 'json' is not installed; installed: tiny", e.getMessage());
    }

    @Test
    void eachSubFolderHasItsOwnClassesSoThatTwoVersionsOfALibraryLiveTogether() throws IOException {
        plugins();
        for (String version : List.of("1", "2")) {
            String plugin = "p" + version;
            jar(plugin + "/lib.jar")
                    .source(
                            "lib.Version",
                            "package lib; public class Version { public static String text() { return \"v" + version
                                    + "\"; } }")
                    .build();
            jar(plugin + "/plugin.jar")
                    .classPath(folder.resolve("plugins").resolve(plugin).resolve("lib.jar"))
                    .source(
                            "One" + version,
                            serializer("One" + version, "\"s" + version + "\"", "lib.Version.text()", ""))
                    .service(SERIALIZER, "One" + version)
                    .build();
        }
        Plugins plugins = Plugins.installed(folder.resolve("plugins"));
        assertEquals(
                Set.of("s1", "s2", "tiny", "very_small"), plugins.serializers().keySet());
        Serializer first = plugins.serializers().get("s1");
        Serializer second = plugins.serializers().get("s2");
        assertEquals("v1", first.mediaType());
        assertEquals("v2", second.mediaType());
        assertNotSame(first.getClass().getClassLoader(), second.getClass().getClassLoader());
        Map<String, String> row = plugins.describe().stream()
                .filter(one -> one.get("name").equals("s2"))
                .findFirst()
                .orElseThrow();
        assertEquals(folder.resolve("plugins").resolve("p2").toString(), row.get("from"));
    }

    @Test
    void aJarInTheFolderItselfIsAPluginAndOtherFilesAreNone() throws IOException {
        Files.writeString(plugins().resolve("README.txt"), "no plugin");
        Files.createDirectories(plugins().resolve("empty"));
        jar("single.jar")
                .source("Single", serializer("Single", "\"single\"", "\"m/s\"", ""))
                .service(SERIALIZER, "Single")
                .build();
        assertTrue(Plugins.installed(plugins()).serializers().containsKey("single"));
    }

    @Test
    void twoOfOneNameAreRefusedNamingBothClassesAndPlaces() throws IOException {
        plugins();
        for (String name : List.of("a", "b")) {
            jar(name + "/x.jar")
                    .source("X" + name, serializer("X" + name, "\"same\"", "\"m/" + name + "\"", ""))
                    .service(SERIALIZER, "X" + name)
                    .build();
        }
        assertEquals(
                "two serializers are named 'same': Xa (" + plugins().resolve("a") + ") and Xb ("
                        + plugins().resolve("b") + "); remove one of them",
                refusal(IllegalStateException.class, () -> Plugins.installed(plugins())));
    }

    @Test
    void aNameOfTheClassPathIsTakenToo() throws IOException {
        plugins();
        jar("t/x.jar")
                .source("T", serializer("T", "\"very_small\"", "\"m/t\"", ""))
                .service(SERIALIZER, "T")
                .build();
        assertEquals(
                "two serializers are named 'very_small': " + TinySerializer.class.getName() + " (class path) and T ("
                        + plugins().resolve("t") + "); remove one of them",
                refusal(IllegalStateException.class, () -> Plugins.installed(plugins())));
    }

    @Test
    void aPluginThatDoesNotLoadStopsTheStart() throws IOException {
        plugins();
        String[][] broken = {
            {
                "Throws",
                serializer(
                        "Throws", "\"x\"", "\"m\"", "  public Throws() { throw new IllegalStateException(\"no\"); }"),
                "Throws"
            },
            {
                "Static",
                serializer(
                        "Static", "\"x\"", "\"m\"", "  static { if (true) throw new IllegalStateException(\"no\"); }"),
                "Static"
            },
            {"Named", serializer("Named", "String.valueOf(1 / 0)", "\"m\"", ""), "Named"},
            {"NoName", serializer("NoName", "null", "\"m\"", ""), "NoName"},
            {"Fine", serializer("Fine", "\"x\"", "\"m\"", ""), "Missing"},
            {"Other", "public class Other {}", "Other"}
        };
        for (String[] one : broken) {
            Path place = plugins().resolve(one[0]);
            PluginJar jar = jar(one[0] + "/x.jar").source(one[0], one[1]).service(SERIALIZER, one[2]);
            jar.build();
            IllegalStateException e =
                    assertThrows(IllegalStateException.class, () -> Plugins.installed(plugins()), one[0]);
            assertTrue(
                    e.getMessage().startsWith("plugin " + place + " does not load: "),
                    () -> one[0] + ": " + e.getMessage());
            jar.delete();
        }
    }

    @Test
    void aPluginThatProvidesNothingIsRefused() throws IOException {
        plugins();
        jar("nothing/x.jar").source("Plain", "public class Plain {}").build();
        assertEquals(
                "plugin " + plugins().resolve("nothing")
                        + " provides nothing: it has no META-INF/services of ipyrpc (functions without a"
                        + " FunctionProvider are served by --functions)",
                refusal(IllegalStateException.class, () -> Plugins.installed(plugins())));
    }

    @Test
    void aJarThatCannotBeReadIsRefusedNamingItThoughAnotherIsGood() throws IOException {
        plugins();
        jar("my/good.jar")
                .source("Good", serializer("Good", "\"good\"", "\"m/g\"", ""))
                .service(SERIALIZER, "Good")
                .build();
        Path lib = plugins().resolve("my").resolve("lib.jar");
        byte[] noise = new byte[4096];
        new Random(7).nextBytes(noise);
        Map<byte[], String> broken = new LinkedHashMap<>();
        broken.put(noise, "zip END header not found");
        broken.put(new byte[0], "zip file is empty");
        for (Map.Entry<byte[], String> one : broken.entrySet()) {
            Files.write(lib, one.getKey());
            assertEquals(
                    "plugin " + plugins().resolve("my") + " does not load: " + lib + " is no jar that can be read: "
                            + one.getValue(),
                    refusal(IllegalStateException.class, () -> Plugins.installed(plugins())));
        }
    }

    @Test
    void aJarThatLiesAloneOrLeadsNowhereIsReadToo() throws IOException {
        Path jar = plugins().resolve("alone.jar");
        Files.createSymbolicLink(jar, Path.of("nowhere.jar"));
        assertEquals(
                "plugin " + jar + " does not load: " + jar + " is no jar that can be read: there is no such file",
                refusal(IllegalStateException.class, () -> Plugins.installed(plugins())));
    }

    @Test
    void aJarWhoseNameEndsInCapitalsIsOne() throws IOException {
        plugins();
        jar("LOUD.JAR")
                .source("Loud", serializer("Loud", "\"loud\"", "\"m/l\"", ""))
                .service(SERIALIZER, "Loud")
                .build();
        jar("sub/x.Jar")
                .source("Sub", serializer("Sub", "\"sub\"", "\"m/u\"", ""))
                .service(SERIALIZER, "Sub")
                .build();
        assertEquals(
                Set.of("loud", "sub", "tiny", "very_small"),
                Plugins.installed(plugins()).serializers().keySet());
    }

    @Test
    void aJarThatLiesTooDeepIsRefusedSayingWhereJarsBelong() throws IOException {
        plugins();
        jar("my/lib/more/x.jar").source("Plain", "public class Plain {}").build();
        Path my = plugins().resolve("my");
        assertEquals(
                "plugin " + my + " does not load: "
                        + my.resolve("lib").resolve("more").resolve("x.jar")
                        + " lies too deep; a plugin's jars lie directly in its folder, or alone in " + plugins(),
                refusal(IllegalStateException.class, () -> Plugins.installed(plugins())));
    }

    @Test
    void aProviderOfFunctionsThatThrowsIsNamedWithItsPlace() throws IOException {
        plugins();
        jar("fns/x.jar")
                .source(
                        "Boom",
                        "public class Boom implements io.ipyrpc.function.FunctionProvider { public void"
                                + " provide(io.ipyrpc.function.Functions f) { throw new IllegalArgumentException(\"boom\"); } }")
                .service("io.ipyrpc.function.FunctionProvider", "Boom")
                .build();
        assertEquals(
                "plugin " + plugins().resolve("fns")
                        + " does not load: Boom.provide threw java.lang.IllegalArgumentException: boom",
                refusal(IllegalStateException.class, () -> io.ipyrpc.RpcServer.create(plugins())));
        Path jar = plugins().resolve("fns").resolve("x.jar");
        try (io.ipyrpc.RpcServer server = io.ipyrpc.RpcServer.create()) {
            assertEquals(
                    "functions file " + jar
                            + " does not load: Boom.provide threw java.lang.IllegalArgumentException: boom",
                    refusal(IllegalArgumentException.class, () -> server.registerFile(jar)));
        }
    }

    @Test
    void aFolderThatIsNotThereIsRefused() {
        Path missing = folder.resolve("missing");
        assertEquals(
                "plugins folder " + missing + " does not exist",
                refusal(IllegalArgumentException.class, () -> Plugins.installed(missing)));
    }

    @Test
    void aFolderBringsFunctions() throws IOException {
        plugins();
        jar("fns/x.jar")
                .source(
                        "Fns",
                        "public class Fns implements io.ipyrpc.function.FunctionProvider { public void"
                                + " provide(io.ipyrpc.function.Functions f) { f.registerDynamic(\"n\", \"\", a -> a.size()); } }")
                .service("io.ipyrpc.function.FunctionProvider", "Fns")
                .build();
        try (io.ipyrpc.RpcServer server = io.ipyrpc.RpcServer.create(plugins())) {
            assertEquals("RpcServer with 1 function\n  n(*args, **kwargs) -> Object", server.toString());
        }
    }
}
