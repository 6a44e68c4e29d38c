package io.ipyrpc.cli;

import io.ipyrpc.FunctionText;
import io.ipyrpc.client.Connection;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.Op;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Explains a function of a server, or a command. */
final class Help implements Command {
    @Override
    public String name() {
        return "help";
    }

    @Override
    public String summary() {
        return "explain a function, or a command";
    }

    @Override
    public String help() {
        return """
            Usage: ipyrpc help URL FUNCTION [--plugins DIR]…
                   ipyrpc help [COMMAND]

            Shows a function's signature, documentation, parameters and result; or explains
            a command, as COMMAND --help does.

              --plugins DIR  a folder of plugins, in place of 'plugins' beside the jar;
                             may be given again

            Exit codes: 0 it went well, 2 wrong usage, 3 the server cannot be reached,
            4 it refused, or there is no such function.
            """;
    }

    @Override
    public Words words(List<String> arguments) {
        return Words.of(arguments, Set.of(), Set.of("plugins"));
    }

    @Override
    public int run(Words words, Shell shell) throws IOException {
        words.checkOthers(0, 2, "help URL FUNCTION");
        if (words.others().isEmpty()) {
            shell.print(Main.help());
            return Exit.OK;
        }
        String first = words.others().get(0);
        if (words.others().size() == 1) {
            if (first.contains(":") && !Main.isCommand(first)) {
                throw CommandException.usage("help needs a function too: help " + first + " FUNCTION");
            }
            shell.print(Main.command(first).help());
            return Exit.OK;
        }
        try (Connection connection = Servers.connect(first, Installation.plugins(words))) {
            // By its name: the server's own, such as _head, are in no list.
            Object answer = connection.ask(Op.FUNCTIONS, words.others().get(1), Map.of());
            if (!(answer instanceof Map<?, ?> described)) {
                throw new IOException(first + " described no function: it is no ipyrpc server");
            }
            shell.print(FunctionText.help(FunctionInfo.fromMap(described)));
            return Exit.OK;
        }
    }
}
