package io.ipyrpc.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

final class ServerSettingsTest {
    @TempDir
    Path folder;

    private static String refusal(Executable work) {
        return assertThrows(IllegalArgumentException.class, work).getMessage();
    }

    @Test
    void anUnknownSettingIsRefusedWithTheNearest() {
        assertEquals(
                "unknown setting 'worker'; did you mean 'workers'?",
                refusal(() -> ServerSettings.of(Map.of("worker", 1))));
        assertEquals(
                "unknown setting 'max_bdy'; did you mean 'max_body'?",
                refusal(() -> ServerSettings.of(Map.of("workers", 1)).with(Map.of("max_bdy", 1))));
    }

    @Test
    void takesNamesThatOthersBring() {
        Set<String> more = Set.of("send_timeout");
        assertEquals(
                3L, ServerSettings.of(Map.of("send_timeout", 3L), more).values().number("send_timeout", 0, 0, 9));
        assertEquals(
                "unknown setting 'send_timout'; did you mean 'send_timeout'?",
                refusal(() -> ServerSettings.of(Map.of("send_timout", 3), more)));
        ServerSettings changed = ServerSettings.of(Map.of(), more).with(Map.of("send_timeout", 4));
        assertEquals(4, changed.values().number("send_timeout", 0, 0, 9));
    }

    @Test
    void aSectionHasItsOwnNames() {
        assertEquals(
                "unknown setting 'tls.key_stor'; did you mean 'key_store'?",
                refusal(() -> ServerSettings.of(Map.of("tls", Map.of("key_stor", "key.p12")))));
        assertEquals(
                "unknown setting 'tls.nope'; known: key_store, password_env, password_file, trust_store",
                refusal(() -> ServerSettings.of(Map.of("tls", Map.of("key_store", "key.p12", "nope", 1)))));
        Set<String> more = Set.of("zmq", "zmq.linger", "tls.ciphers");
        Map<String, ?> good = Map.of("zmq", Map.of("linger", 1), "tls", Map.of("ciphers", "all"));
        assertEquals(good, ServerSettings.of(good, more).values().values());
        assertEquals(
                "unknown setting 'zmq.lingr'; did you mean 'linger'?",
                refusal(() -> ServerSettings.of(Map.of("zmq", Map.of("lingr", 1)), more)));
        // Of this one the store that reads it knows the names.
        ServerSettings.of(Map.of("pointers", Map.of("own", 1)));
    }

    @Test
    void limitsAndWorkersAreCheckedForTheirRange() {
        ServerSettings settings = ServerSettings.of(Map.of("max_depth", 10, "max_body", 1L << 40, "workers", 3));
        assertEquals(10, settings.limits().maxDepth());
        assertEquals(1L << 40, settings.limits().maxBody());
        assertEquals(1000, settings.limits().maxNumberLength());
        assertEquals(3, settings.workers());
        assertTrue(ServerSettings.of(Map.of()).workers() >= 16);
        assertEquals(
                "max_depth is 2000, must be from 1 to 1000",
                refusal(() -> ServerSettings.of(Map.of("max_depth", 2000)).limits()));
        assertEquals(
                "max_body is -1, must be from 1 to 9223372036854775807",
                refusal(() -> ServerSettings.of(Map.of("max_body", -1)).limits()));
        assertEquals(
                "workers is 0, must be from 1 to 100000",
                refusal(() -> ServerSettings.of(Map.of("workers", 0)).workers()));
        assertEquals(
                "workers is 'many', must be a whole number",
                refusal(() -> ServerSettings.of(Map.of("workers", "many")).workers()));
        assertEquals(
                "workers is 1.5, must be a whole number",
                refusal(() -> ServerSettings.of(Map.of("workers", 1.5)).workers()));
    }

    @Test
    void settingsAreOfTheirTypes() {
        Settings settings = Settings.of(Map.of(
                "text",
                "a",
                "flag",
                true,
                "list",
                List.of("x", "y"),
                "mixed",
                List.of("x", 1),
                "section",
                Map.of("inner", 5, "deep", Map.of("n", "z"))));
        assertEquals(Optional.of("a"), settings.text("text"));
        assertEquals(Optional.empty(), settings.text("none"));
        assertEquals(true, settings.flag("flag", false));
        assertEquals(true, settings.flag("none", true));
        assertEquals(List.of("x", "y"), settings.texts("list"));
        assertEquals(List.of("a"), settings.texts("text"));
        assertEquals(List.of(), settings.texts("none"));
        assertEquals(5, settings.section("section").number("inner", 0, 0, 9));
        assertEquals(9, settings.section("none").number("inner", 9, 0, 9));
        assertEquals("flag is true, must be a text", refusal(() -> settings.text("flag")));
        assertEquals("text is 'a', must be true or false", refusal(() -> settings.flag("text", false)));
        assertEquals("mixed is 1, must be a text or a list of texts", refusal(() -> settings.texts("mixed")));
        assertEquals("text is 'a', must be an object", refusal(() -> settings.section("text")));
        assertEquals(
                "section.inner is 5, must be from 6 to 7",
                refusal(() -> settings.section("section").number("inner", 6, 6, 7)));
        assertEquals(
                "section.deep.n is 'z', must be true or false",
                refusal(() -> settings.section("section").section("deep").flag("n", false)));
        assertEquals("settings [secret]", Settings.of(Map.of("secret", "s3")).toString());
    }

    @Test
    void aConfigurationFileIsAJsonObject() throws IOException {
        Path file = folder.resolve("ipyrpc.json");
        Files.writeString(file, "{\"workers\": 4, \"rules\": {\"*\": {\"timeout\": 0}}}");
        assertEquals(Map.of("workers", 4L, "rules", Map.of("*", Map.of("timeout", 0L))), ServerSettings.read(file));
        Files.writeString(file, "[]");
        assertEquals(
                "configuration " + file + ": a configuration is a JSON object",
                refusal(() -> ServerSettings.read(file)));
        Files.writeString(file, "{\n  \"workers\": 4,\n}");
        assertEquals(
                "configuration " + file + ": not valid JSON: line 3, column 1: a member's name in quotes is needed, not"
                        + " '}'",
                refusal(() -> ServerSettings.read(file)));
        Path missing = folder.resolve("missing.json");
        assertEquals("configuration " + missing + " does not exist", refusal(() -> ServerSettings.read(missing)));
    }

    @Test
    void pathsOfTlsStartAtTheFilesFolder() throws IOException {
        Path file = folder.resolve("ipyrpc.json");
        Files.writeString(file, "{\"tls\": {\"key_store\": \"key.p12\", \"password_env\": \"KEY\"}}");
        assertEquals(
                Map.of("key_store", folder.resolve("key.p12").toString(), "password_env", "KEY"),
                ServerSettings.read(file).get("tls"));
    }
}
