package io.ipyrpc.cli;

import io.ipyrpc.client.Connection;
import io.ipyrpc.client.EventSink;
import io.ipyrpc.convert.ConversionException;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.wire.ErrorRecord;
import io.ipyrpc.wire.FunctionInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls a function: what it prints appears live, then its result. */
final class CallFunction implements Command {
    private static final String JSON = "json";
    private static final String USAGE = "call URL FUNCTION [ARG]… [--NAME=VALUE]…";

    @Override
    public String name() {
        return "call";
    }

    @Override
    public String summary() {
        return "call a function";
    }

    @Override
    public String help() {
        return """
            Usage: ipyrpc call URL FUNCTION [ARG]… [--NAME=VALUE]… [--json] [--quiet]
                               [--timeout SECONDS] [--plugins DIR]… [--] [ARG]…

            Calls a function. What it prints appears live on stdout and stderr; then its
            result on stdout: arrays and frames shortened as numpy and pandas print them,
            nothing for null. A terminal shows its progress too.

              ARG, VALUE     JSON where they are JSON (1, true, null, [1,2], '{"a":1}'),
                             else text (hello); '"5"' in quotes is the text 5;
                             - is JSON from stdin, such as what --json gave
              --NAME=VALUE   an argument by the parameter's name
              --json         prints the result in JSON on one line, the last of stdout
              --quiet        drops what the function prints, and its progress
              --timeout SECONDS
                             how long it may take on the server, 0.5 for half a second
              --plugins DIR  a folder of plugins, in place of 'plugins' beside the jar;
                             may be given again
              --             ends the options: --json=1 after it is the argument json

            Exit codes: 0 it went well, 1 the function threw (the remote stack trace is on
            stderr) or was cancelled, 2 wrong usage, 3 the server cannot be reached or was
            lost, 4 it refused (bad_request, not_found, forbidden, …), 5 it is busy or a
            limit was passed (busy, rate_limited, too_large, timeout), 130 interrupted.
            """;
    }

    @Override
    public Words words(List<String> arguments) {
        return Words.withKeywords(arguments, Set.of(JSON, "quiet"), Set.of("plugins", "timeout"));
    }

    @Override
    public int run(Words words, Shell shell) throws IOException {
        words.checkOthers(2, Integer.MAX_VALUE, USAGE);
        Plugins plugins = Installation.plugins(words);
        Serializer json = plugins.serializers().get(JSON);
        if (json == null && words.has(JSON)) {
            throw CommandException.usage("--json needs the serializer json; add ipyrpc-json to the plugins folder");
        }
        String function = words.others().get(1);
        Arguments arguments = arguments(words, new ArgumentParser(json, shell.in()));
        try (Connection connection = Servers.connect(words.others().get(0), plugins)) {
            FunctionInfo info = connection.functions(false).get(function);
            Connection.Outcome outcome;
            Map<String, String> asked = new LinkedHashMap<>();
            words.values("timeout").forEach(seconds -> asked.put("timeout", seconds));
            try (LiveOutput live = new LiveOutput(shell, Installation.isTerminal())) {
                EventSink sink = words.has("quiet") ? new Silence() : live;
                outcome = connection.call(function, info, arguments, asked, sink, exchange -> {});
            }
            if (outcome.error() != null) {
                return failed(outcome.error(), shell);
            }
            show(outcome.value(), words.has(JSON) ? json : null, shell);
            return Exit.OK;
        } catch (ConversionException e) {
            throw CommandException.usage("an argument of '" + function + "' cannot be sent: " + e.getMessage());
        }
    }

    private static Arguments arguments(Words words, ArgumentParser parser) throws IOException {
        List<Object> positional = new ArrayList<>();
        for (String word : words.others().subList(2, words.others().size())) {
            positional.add(parser.parse(word));
        }
        Map<String, Object> keyword = new LinkedHashMap<>();
        for (Map.Entry<String, String> argument : words.keywords().entrySet()) {
            keyword.put(argument.getKey(), parser.parse(argument.getValue()));
        }
        return Arguments.of(positional, keyword);
    }

    private static int failed(ErrorRecord error, Shell shell) {
        if (error.traceback().isEmpty()) {
            shell.complain(error.code() + ": " + (error.type().isEmpty() ? "" : error.type() + ": ") + error.message());
        } else {
            shell.warn(error.traceback());
        }
        return Exit.of(error.code());
    }

    private static void show(Object value, Serializer json, Shell shell) throws IOException {
        if (json != null) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            json.writer(line).value(value);
            shell.line(line.toByteArray());
        } else if (value != null) {
            shell.print(ResultText.of(value));
        }
    }

    private record Silence() implements EventSink {
        @Override
        public void stdout(String text) {}

        @Override
        public void stderr(String text) {}

        @Override
        public void progress(double done, Double total, String message) {}
    }
}
