package io.ipyrpc.cli;

import io.ipyrpc.client.Connection;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.spi.Serializer;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Calls a function: what it prints appears live, then its result. */
final class CallFunction implements Command {
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
                               [--pointer] [--timeout SECONDS] [--plugins DIR]…
                               [--] [ARG]…

            Calls a function. What it prints appears live on stdout and stderr; then its
            result on stdout: arrays and frames shortened as numpy and pandas print them,
            nothing for null. A terminal shows its progress too, and its place in the
            queue while it waits. Ctrl-C asks the server to cancel the call and waits for
            its end; Ctrl-C again leaves it alone and prints how to come back.

              ARG, VALUE     JSON where they are JSON (1, true, null, [1,2], '{"a":1}'),
                             else text (hello); where the function takes a text, 5 is the
                             text 5, as '"5"' in quotes always is;
                             - is JSON from stdin, such as what --json gave
              --NAME=VALUE   an argument by the parameter's name
              --json         prints the result in JSON on one line, the last of stdout
              --quiet        drops what the function prints, and its progress
              --pointer      leaves the result on the server and prints what it is; with
                             --json the pointer, which is an ARG of other calls, also of
                             the server's own: _head POINTER 10, _slice POINTER 2 5,
                             _describe POINTER. Whoever has the pointer has the value
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
        return Words.withKeywords(arguments, Set.of("json", "quiet", "pointer"), Set.of("plugins", "timeout"));
    }

    @Override
    public int run(Words words, Shell shell) throws IOException {
        words.checkOthers(2, Integer.MAX_VALUE, USAGE);
        Plugins plugins = Installation.plugins(words);
        Serializer json = OutcomeText.serializer(words, plugins);
        TypedCall call = TypedCall.of(words, plugins, shell);
        return call.on((connection, info) -> {
            CallInterrupt interrupt = new CallInterrupt(connection, call.url(), words.has("quiet"), shell);
            shell.onInterrupt(interrupt::interrupt);
            Connection.Outcome outcome;
            try (LiveOutput live = interrupt.live()) {
                outcome = connection.call(
                        call.function(), info, call.arguments(info), call.asked(), live, exchange -> {});
                interrupt.over();
            }
            shell.onInterrupt(() -> shell.exit(Exit.INTERRUPTED));
            int code = OutcomeText.print(outcome, json, shell);
            return interrupt.happened() ? Exit.INTERRUPTED : code;
        });
    }
}
