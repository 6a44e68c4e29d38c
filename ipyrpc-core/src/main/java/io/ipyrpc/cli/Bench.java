package io.ipyrpc.cli;

import io.ipyrpc.client.Connection;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.wire.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Calls a function over and over, and tells how many calls a second there were and how long they took. */
final class Bench implements Command {
    private static final String USAGE = "bench URL FUNCTION [ARG]… [--NAME=VALUE]…";
    private static final int MOST_CALLERS = 1_000;
    private static final int LONGEST_SECONDS = 86_400;

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public String summary() {
        return "measure how many calls a second a server takes";
    }

    @Override
    public String help() {
        return """
            Usage: ipyrpc bench URL FUNCTION [ARG]… [--NAME=VALUE]… [--concurrency N]
                                [--seconds S] [--warm-up S] [--json] [--timeout SECONDS]
                                [--plugins DIR]… [--] [ARG]…

            Has several callers call a function without a pause, each with a connection of
            its own, and prints how many calls a second there were, how long they took,
            and how many failed, by code. What the function prints is dropped. One call
            goes before; if that fails, nothing is measured. Ctrl-C ends the measurement
            early, and prints what there is.

              ARG, --NAME=VALUE
                             as for 'call'
              --concurrency N
                             how many callers, 1 to 1000; 8 if it is left out
              --seconds S    for how long; 10 if it is left out. Calls that run then are
                             waited for, and count
              --warm-up S    for how long before it, uncounted; 2 if it is left out
              --json         prints it in JSON on one line; times in seconds
              --timeout SECONDS
                             how long a call may take on the server
              --plugins DIR  a folder of plugins, in place of 'plugins' beside the jar;
                             may be given again
              --             ends the options: --json=1 after it is the argument json

            Exit codes: 0 it was measured, even where calls failed, 2 wrong usage, 130
            interrupted; or those of 'call' where the first call fails.
            """;
    }

    @Override
    public Words words(List<String> arguments) {
        return Words.withKeywords(
                arguments, Set.of("json"), Set.of("concurrency", "seconds", "warm-up", "timeout", "plugins"));
    }

    @Override
    public int run(Words words, Shell shell) throws IOException {
        words.checkOthers(2, Integer.MAX_VALUE, USAGE);
        double callers = number(words, "concurrency", 8, 1, MOST_CALLERS);
        double seconds = number(words, "seconds", 10, 0.1, LONGEST_SECONDS);
        double warmUp = number(words, "warm-up", 2, 0, LONGEST_SECONDS);
        Plugins plugins = Installation.plugins(words);
        TypedCall call = TypedCall.of(words, plugins, shell);
        return call.on((connection, info) -> {
            Connection.Outcome first = connection.call(
                    call.function(), info, call.arguments(info), call.asked(), new Silence(), exchange -> {});
            if (first.error() != null) {
                return OutcomeText.print(first, null, shell);
            }
            Load load = new Load(call, info, (int) callers, duration(warmUp), duration(seconds));
            boolean[] interrupted = new boolean[1];
            Load.Measured measured;
            try (LiveOutput live = new LiveOutput(shell, false, job -> null, job -> {})) {
                shell.onInterrupt(() -> {
                    if (interrupted[0]) {
                        shell.exit(Exit.INTERRUPTED);
                    }
                    interrupted[0] = true;
                    live.note("waiting for the calls that run; Ctrl-C again to end at once");
                    load.stop();
                });
                measured = load.await(live);
            }
            if (words.has(OutcomeText.JSON)) {
                shell.line(Json.writeBytes(json(call, (int) callers, measured)));
            } else {
                shell.print(text(call, (int) callers, measured));
            }
            return interrupted[0] ? Exit.INTERRUPTED : Exit.OK;
        });
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private static double number(Words words, String option, double otherwise, double least, double most) {
        List<String> values = words.values(option);
        if (values.isEmpty()) {
            return otherwise;
        }
        String value = values.get(values.size() - 1);
        boolean whole = option.equals("concurrency");
        if (value.matches(whole ? "[0-9]{1,9}" : "[0-9]{0,9}\\.?[0-9]{1,9}")) {
            double number = Double.parseDouble(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw CommandException.usage("--" + option + " '" + value + "' is not a " + (whole ? "whole " : "")
                + "number from " + ProgressBar.number(least) + " to " + ProgressBar.number(most));
    }

    private static Map<String, Object> json(TypedCall call, int callers, Load.Measured measured) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("url", call.url());
        map.put("function", call.function());
        map.put("concurrency", callers);
        map.put("seconds", measured.seconds());
        map.put("calls", measured.calls());
        map.put("rate", measured.rate());
        map.put("errors", measured.errors());
        map.put("latency", measured.latency());
        return map;
    }

    private static String text(TypedCall call, int callers, Load.Measured measured) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("callers", String.valueOf(callers)));
        rows.add(List.of("seconds", String.format(Locale.ROOT, "%.2f", measured.seconds())));
        rows.add(List.of("calls", String.valueOf(measured.calls())));
        rows.add(List.of(
                "rate", String.format(Locale.ROOT, measured.rate() < 100 ? "%.2f/s" : "%.0f/s", measured.rate())));
        measured.errors().forEach((code, count) -> rows.add(List.of(ProgressBar.oneLine(code), count + " failed")));
        if (measured.calls() > 0) {
            measured.latency().forEach((name, seconds) -> rows.add(List.of(name, time(seconds))));
        }
        return call.function() + " at " + call.url() + "\n" + Table.of(rows);
    }

    /** Three figures: {@code 12.3 µs}, {@code 1.23 ms}, {@code 12.3 s}. */
    static String time(double seconds) {
        String unit = seconds < 1e-3 ? "µs" : seconds < 1 ? "ms" : "s";
        double value = seconds * (seconds < 1e-3 ? 1e6 : seconds < 1 ? 1e3 : 1);
        return String.format(Locale.ROOT, value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s", value, unit);
    }
}
