package io.ipyrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads core's sources: its packages use one another one way, and keep to their manners. */
final class ImportOrderTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern USE = Pattern.compile("\\bio\\.ipyrpc(\\.[a-z]+)*\\.(?=[A-Z])");
    private static final String ALL =
            "data wire function spi config convert source output registry queue transport plugin pointer"
                    + " client server";

    /** What each package may use; "" is io.ipyrpc itself. */
    private static final Map<String, String> MAY_USE = Map.ofEntries(
            Map.entry("data", ""),
            Map.entry("wire", "data"),
            Map.entry("function", "data wire"),
            Map.entry("spi", "data wire function"),
            Map.entry("config", "wire spi"),
            Map.entry("convert", "data"),
            Map.entry("source", ""),
            Map.entry("output", "wire function"),
            Map.entry("queue", "wire spi"),
            Map.entry("transport", "wire spi"),
            Map.entry("registry", "data wire function config convert source"),
            Map.entry("plugin", "wire function spi"),
            Map.entry("pointer", "data wire function spi config convert"),
            Map.entry("client", "data wire function spi convert plugin"),
            Map.entry("server", "data wire function spi config convert output registry plugin pointer client"),
            Map.entry("", ALL),
            Map.entry("cli", ALL + " io.ipyrpc"));

    private static Map<Path, String> sources() throws IOException {
        Map<Path, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.endsWith("module-info.java"))
                    .toList()) {
                sources.put(SOURCES.relativize(file), code(file));
            }
        }
        assertTrue(sources.size() > 100, "only " + sources.size() + " sources were found");
        return sources;
    }

    /** The source without its comments and texts: what stands there uses nothing. */
    private static String code(Path file) {
        try {
            String text = Files.readString(file);
            return text.replaceAll("\"(\\\\.|[^\"\\\\\n])*\"", "\"\"")
                    .replaceAll("(?s)/\\*.*?\\*/", "")
                    .replaceAll("//[^\n]*", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String room(String packageName) {
        return packageName.equals("io.ipyrpc") ? "" : packageName.substring("io.ipyrpc.".length());
    }

    @Test
    void packagesUseOneAnotherOneWay() throws IOException {
        Set<String> wrong = new TreeSet<>();
        Set<String> rooms = new TreeSet<>();
        sources().forEach((file, code) -> {
            String room = room(file.getParent().toString().replace('\\', '.').replace('/', '.'));
            rooms.add(room);
            Set<String> allowed = Set.of(MAY_USE.getOrDefault(room, "").split(" "));
            Matcher use = USE.matcher(code);
            while (use.find()) {
                String name = use.group();
                String used = room(name.substring(0, name.length() - 1));
                boolean fine = used.equals(room) || allowed.contains(used.isEmpty() ? "io.ipyrpc" : used);
                if (!fine) {
                    wrong.add(file + " uses " + name + "*");
                }
            }
        });
        assertEquals(MAY_USE.keySet(), rooms, "packages");
        assertEquals(Set.of(), wrong);
    }

    @Test
    void noPackageUsesAnotherThatUsesIt() {
        for (String room : MAY_USE.keySet()) {
            assertTrue(!reaches(room, room, 0), "'" + room + "' may use itself through others");
        }
    }

    private static boolean reaches(String from, String wanted, int depth) {
        if (depth > MAY_USE.size()) {
            return true;
        }
        return Stream.of(MAY_USE.get(from).split(" "))
                .filter(used -> !used.isEmpty())
                .map(used -> used.equals("io.ipyrpc") ? "" : used)
                .anyMatch(used -> used.equals(wanted) || reaches(used, wanted, depth + 1));
    }

    private static List<String> filesWith(String pattern) throws IOException {
        Pattern wanted = Pattern.compile(pattern);
        return sources().entrySet().stream()
                .filter(source -> wanted.matcher(source.getValue()).find())
                .map(source -> source.getKey().toString().replace('\\', '/'))
                .filter(file -> !file.startsWith("io/ipyrpc/cli/"))
                .toList();
    }

    @Test
    void onlyPluginsTouchesServiceLoader() throws IOException {
        // The annotation processor runs inside the compiler and asks for other processors, not for plugins.
        assertEquals(
                List.of("io/ipyrpc/plugin/Plugins.java", "io/ipyrpc/source/DocProcessor.java"),
                filesWith("\\bServiceLoader\\b"));
    }

    @Test
    void onlyCommandsAndTheListenerOfOutputPrint() throws IOException {
        assertEquals(
                List.of("io/ipyrpc/OutputListener.java", "io/ipyrpc/output/OutputRouter.java"),
                filesWith("\\bSystem\\.(out|err|console)\\b"));
        assertEquals(
                List.of(),
                filesWith("\\bSystem\\.(out|err)\\.print|printStackTrace\\(\\)").stream()
                        .filter(file -> !file.endsWith("/OutputListener.java"))
                        .toList());
    }

    @Test
    void nothingDeserializesOrLoadsWhatBytesName() throws IOException {
        assertEquals(List.of(), filesWith("\\bObjectInputStream\\b|\\bXMLDecoder\\b"));
    }

    @Test
    void noClassIsLongerThanFiveHundredLines() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> tooLong = files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> lines(path) > 500)
                    .toList();
            assertEquals(List.of(), tooLong);
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
