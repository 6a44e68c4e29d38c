package io.ipyrpc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lists what is installed. */
final class ListPlugins implements Command {
    @Override
    public String name() {
        return "plugins";
    }

    @Override
    public String summary() {
        return "list what is installed";
    }

    @Override
    public String help() {
        return """
            Usage: ipyrpc plugins [--plugins DIR]…

            Lists the transports, serializers, queues, pointer stores, authenticators and
            providers of functions that are installed here, with their classes and where
            they come from.

              --plugins DIR  a folder of plugins, in place of 'plugins' beside the jar;
                             may be given again

            Exit codes: 0 it went well, 2 a plugin does not load.
            """;
    }

    @Override
    public Words words(List<String> arguments) {
        return Words.of(arguments, Set.of(), Set.of("plugins"));
    }

    @Override
    public int run(Words words, Shell shell) {
        words.checkOthers(0, 0, "plugins [--plugins DIR]");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("KIND", "NAME", "CLASS", "FROM"));
        Installation.plugins(words)
                .describe()
                .forEach(row -> rows.add(List.of(row.get("kind"), row.get("name"), row.get("class"), row.get("from"))));
        shell.print(Table.of(rows));
        return Exit.OK;
    }
}
