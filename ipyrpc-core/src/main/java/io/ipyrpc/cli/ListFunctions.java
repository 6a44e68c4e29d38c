package io.ipyrpc.cli;

import io.ipyrpc.FunctionText;
import io.ipyrpc.client.Connection;
import io.ipyrpc.config.Glob;
import io.ipyrpc.config.Nearest;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Lists a server's functions, or the settings that they ended up with. */
final class ListFunctions implements Command {
    @Override
    public String name() {
        return "functions";
    }

    @Override
    public String summary() {
        return "list a server's functions";
    }

    @Override
    public String help() {
        return """
            Usage: ipyrpc functions URL [GLOB] [--rules] [--json] [--plugins DIR]…

            Lists a server's functions, a line each: how they are called and what they do.

              GLOB           shows those whose whole name matches: * is any text, ? one
                             character; quote it for the shell: '*_json'
              --rules        shows each function's settings, and the glob of the rules
                             that each comes from
              --json         prints all that is known of them, as a JSON array on one line
              --plugins DIR  a folder of plugins, in place of 'plugins' beside the jar;
                             may be given again

            Exit codes: 0 it went well, 2 wrong usage, 3 the server cannot be reached,
            4 it refused, or nothing matches GLOB.
            """;
    }

    @Override
    public Words words(List<String> arguments) {
        return Words.of(arguments, Set.of("rules", "json"), Set.of("plugins"));
    }

    @Override
    public int run(Words words, Shell shell) throws IOException {
        words.checkOthers(1, 2, "functions URL [GLOB]");
        try (Connection connection = Servers.connect(words.others().get(0), Installation.plugins(words))) {
            Map<String, FunctionInfo> all = connection.functions(words.has("rules"));
            List<FunctionInfo> found = words.others().size() == 1
                    ? List.copyOf(all.values())
                    : matching(words.others().get(1), all);
            if (words.has("json")) {
                shell.line(
                        Json.writeBytes(found.stream().map(FunctionInfo::toMap).toList()));
            } else if (found.isEmpty()) {
                shell.warn("the server has no functions");
            } else {
                shell.print(words.has("rules") ? rules(found) : FunctionText.table(found));
            }
            return Exit.OK;
        }
    }

    private static List<FunctionInfo> matching(String pattern, Map<String, FunctionInfo> all) {
        if (pattern.isEmpty()) {
            throw CommandException.usage("GLOB is empty; '*' matches every function");
        }
        Glob glob = new Glob(pattern);
        List<FunctionInfo> found = all.values().stream()
                .filter(function -> glob.matches(function.name()))
                .toList();
        if (found.isEmpty()) {
            throw new CommandException(
                    Exit.REFUSED, "no function matches '" + pattern + "'" + Nearest.hint(pattern, all.keySet()));
        }
        return found;
    }

    /** For each function a table of its settings, their values and where they come from. */
    static String rules(List<FunctionInfo> functions) {
        StringBuilder text = new StringBuilder();
        for (FunctionInfo function : functions) {
            List<List<String>> rows = new ArrayList<>();
            new TreeMap<>(function.rules())
                    .forEach((name, setting) -> rows.add(List.of(
                            "", name, value(setting.value()), setting.from() == null ? "default" : setting.from())));
            text.append(text.isEmpty() ? "" : "\n").append(function.name()).append('\n');
            text.append(Table.of(rows));
        }
        return text.toString();
    }

    private static String value(Object value) {
        if (value instanceof List<?> list) {
            return list.isEmpty()
                    ? "as asked"
                    : String.join(", ", list.stream().map(ListFunctions::value).toList());
        }
        return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString(number.longValue())
                : String.valueOf(value);
    }
}
