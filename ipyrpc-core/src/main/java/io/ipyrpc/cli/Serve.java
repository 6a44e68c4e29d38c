package io.ipyrpc.cli;

import io.ipyrpc.RpcServer;
import io.ipyrpc.config.ServerSettings;
import io.ipyrpc.spi.Settings;
import io.ipyrpc.wire.FunctionInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Serves functions until it is told to stop. */
final class Serve implements Command {
    private static final String DEFAULT_ADDRESS = "http://127.0.0.1:7777";

    @Override
    public String name() {
        return "serve";
    }

    @Override
    public String summary() {
        return "serve functions";
    }

    @Override
    public String help() {
        return """
            Usage: ipyrpc serve [--functions FILE]… [--watch] [--config FILE]
                                [--listen URL]… [--plugins DIR]… [--allow-anonymous]

            Serves the functions of files and plugins until Ctrl-C or SIGTERM; running calls
            then get the setting shutdown_grace (10 s). A second Ctrl-C ends at once.

              --functions FILE   a .java file, which is compiled in memory, or a jar;
                                 may be given again
              --watch            loads a file of functions anew when it is saved: new calls
                                 get the new functions, running ones finish with the old;
                                 a file that does not compile leaves the old ones in place
              --config FILE      settings, rules and functions in JSON, such as
                                 examples/ipyrpc.json; paths in it start at its folder
              --listen URL       where to listen, in place of what the configuration says;
                                 may be given again; default %s,
                                 port 0 is any free one
              --plugins DIR      a folder of plugins, in place of 'plugins' beside the jar;
                                 may be given again; those of the configuration are added
              --allow-anonymous  lets anybody call who can reach an address that is not
                                 loopback

            Exit codes: 0 stopped, 1 an address cannot be had, 2 wrong usage, configuration
            or functions, 130 or 143 ended at once by a second signal.
            """.formatted(DEFAULT_ADDRESS);
    }

    @Override
    public Words words(List<String> arguments) {
        return Words.of(
                arguments, Set.of("allow-anonymous", "watch"), Set.of("functions", "config", "listen", "plugins"));
    }

    @Override
    public int run(Words words, Shell shell) throws IOException {
        words.checkOthers(0, 0, "serve --functions FILE");
        if (words.values("config").size() > 1) {
            throw CommandException.usage("--config is given twice; there is one configuration");
        }
        try (RpcServer server = start(words, shell)) {
            server.join();
        }
        return Exit.OK;
    }

    /** A record of the log is a line, with what else it has to tell behind it; whoever configured logging has it as configured. */
    static void logInLines() {
        String format = "java.util.logging.SimpleFormatter.format";
        List<String> configured = List.of(format, "java.util.logging.config.file", "java.util.logging.config.class");
        if (configured.stream().allMatch(name -> System.getProperty(name) == null)) {
            System.setProperty(format, "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s %5$s%6$s%n");
        }
    }

    private static RpcServer start(Words words, Shell shell) {
        RpcServer server = null;
        try {
            server = server(words, shell);
            List<URI> addresses = new ArrayList<>();
            for (String address : addresses(words)) {
                addresses.add(server.listen(address));
            }
            // Whoever reads that it listens may stop it at once.
            StopSignals.close(server, shell::complain);
            try {
                announce(server.functions(), addresses, shell);
            } catch (OutputClosedException e) {
                // Nobody reads what it says: it serves all the same.
                shell.complain("nobody reads the output: " + addresses);
            }
            return server;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw ended(server, Exit.USAGE, e);
        } catch (UncheckedIOException e) {
            throw ended(server, Exit.FAILED, e);
        }
    }

    private static CommandException ended(RpcServer server, int exitCode, RuntimeException why) {
        if (server != null) {
            server.close();
        }
        return new CommandException(exitCode, why.getMessage() == null ? why.toString() : why.getMessage());
    }

    private static RpcServer server(Words words, Shell shell) {
        List<Path> folders = new ArrayList<>(Installation.pluginFolders(words.values("plugins")));
        for (String file : words.values("config")) {
            Path config = Path.of(file).toAbsolutePath();
            configured(words, "plugins").forEach(folder -> folders.add(config.resolveSibling(folder)));
        }
        RpcServer server = RpcServer.create(
                folders.stream().map(Path::normalize).distinct().toArray(Path[]::new));
        if (words.has("watch")) {
            if (words.values("functions").isEmpty()
                    && configured(words, "functions").isEmpty()) {
                throw new IllegalArgumentException("--watch has no file to watch; give one by --functions FILE");
            }
            server.watchFiles(
                    (file, change) -> shell.warn("reloaded " + file + ": " + change),
                    (file, why) -> shell.complain(file + " was saved, and its functions stay as they were: " + why));
        }
        words.values("config").forEach(file -> server.configFile(Path.of(file)));
        if (words.has("allow-anonymous")) {
            server.settings(Map.of("allow_anonymous", true));
        }
        words.values("functions").forEach(file -> server.registerFile(Path.of(file)));
        return server;
    }

    private static List<String> addresses(Words words) {
        if (!words.values("listen").isEmpty()) {
            return words.values("listen");
        }
        List<String> addresses = configured(words, "listen");
        return addresses.isEmpty() ? List.of(DEFAULT_ADDRESS) : addresses;
    }

    /** A list in the configuration file, if there is one. */
    private static List<String> configured(Words words, String setting) {
        List<String> values = new ArrayList<>();
        for (String file : words.values("config")) {
            Map<String, Object> settings = ServerSettings.read(Path.of(file));
            settings.remove(ServerSettings.RULES);
            try {
                // Names are checked when the plugins are there, which may bring settings of their own.
                values.addAll(Settings.of(settings).texts(setting));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("configuration " + file + ": " + e.getMessage(), e);
            }
        }
        return values;
    }

    private static void announce(Map<String, FunctionInfo> functions, List<URI> addresses, Shell shell) {
        addresses.forEach(address -> shell.print("listening at " + address));
        if (functions.isEmpty()) {
            shell.print("serving no functions: give some by --functions FILE");
            return;
        }
        String address = addresses.get(0).toString();
        String command = Installation.command();
        shell.print("serving " + functions.size() + (functions.size() == 1 ? " function" : " functions")
                + "; see and call them from another shell:");
        shell.print("  " + command + " functions " + address);
        shell.print("  " + command + " call " + address + " "
                + example(functions.values().iterator().next()));
    }

    /** A function's name and what it cannot do without. */
    private static String example(FunctionInfo function) {
        StringBuilder text = new StringBuilder(function.name());
        function.parameters().stream()
                .filter(parameter -> !parameter.optional())
                .forEach(parameter -> text.append(' ').append(parameter.name().toUpperCase(Locale.ROOT)));
        return text.toString();
    }
}
