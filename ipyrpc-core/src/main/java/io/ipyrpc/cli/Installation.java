package io.ipyrpc.cli;

import io.ipyrpc.plugin.Plugins;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Where this program lies, and what lies beside it. */
final class Installation {
    private Installation() {}

    /** The version in the jar's manifest. */
    static String version() {
        return Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "(development)");
    }

    /** The jar that this program runs from, or empty where it runs from classes. */
    private static Optional<Path> jar() {
        CodeSource source = Main.class.getProtectionDomain().getCodeSource();
        try {
            return Optional.ofNullable(source == null ? null : source.getLocation())
                    .filter(url ->
                            url.getProtocol().equals("file") && url.getPath().endsWith(".jar"))
                    .map(url -> Path.of(URI.create(url.toString())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** How this program is called from the current folder. */
    static String command() {
        return jar().map(jar -> {
                    Path here = Path.of("").toAbsolutePath();
                    String shown = (jar.startsWith(here) ? here.relativize(jar) : jar).toString();
                    return "java -jar " + (shown.contains(" ") ? "'" + shown + "'" : shown);
                })
                .orElse("java " + Main.class.getName());
    }

    /** The plugins folders that were given, or else the one beside the jar where there is one. */
    static List<Path> pluginFolders(List<String> given) {
        if (!given.isEmpty()) {
            return given.stream().map(Path::of).toList();
        }
        return jar().map(jar -> jar.resolveSibling("plugins"))
                .filter(Files::isDirectory)
                .map(List::of)
                .orElse(List.of());
    }

    /** What is installed, {@code --plugins} being heeded. */
    static Plugins plugins(Words words) {
        try {
            return Plugins.installed(pluginFolders(words.values("plugins")).toArray(Path[]::new));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw CommandException.usage(e.getMessage());
        }
    }
}
