package io.ipyrpc.cli;

import io.ipyrpc.wire.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Submits a call as a job, which goes on without this program. */
final class SubmitCall implements Command {
    private static final String USAGE = "submit URL FUNCTION [ARG]… [--NAME=VALUE]…";

    @Override
    public String name() {
        return "submit";
    }

    @Override
    public String summary() {
        return "call a function as a job, without waiting for it";
    }

    @Override
    public String help() {
        return """
            Usage: ipyrpc submit URL FUNCTION [ARG]… [--NAME=VALUE]… [--json]
                                 [--timeout SECONDS] [--delay SECONDS]
                                 [--idempotency-key KEY] [--plugins DIR]… [--] [ARG]…

            Submits a call as a job, which goes on without this program, and prints the
            job's id; 'job URL ID --follow' shows its output and its result, now or later.

              ARG, VALUE     JSON where they are JSON (1, true, null, [1,2], '{"a":1}'),
                             else text (hello); where the function takes a text, 5 is the
                             text 5, as '"5"' in quotes always is;
                             - is JSON from stdin, such as what --json of call gave
              --NAME=VALUE   an argument by the parameter's name
              --json         prints {"job":ID} in place of the id
              --timeout SECONDS
                             how long it may take on the server, 0.5 for half a second
              --delay SECONDS
                             how long it is to wait before it may begin
              --idempotency-key KEY
                             the same call with the same KEY is the same job: whoever does
                             not know whether it was submitted submits it again
              --plugins DIR  a folder of plugins, in place of 'plugins' beside the jar;
                             may be given again
              --             ends the options: --json=1 after it is the argument json

            Exit codes: 0 it was submitted, 2 wrong usage, 3 the server cannot be reached,
            4 it refused (not_found, forbidden, …), 5 it is busy or a limit was passed
            (busy, rate_limited, too_large).
            """;
    }

    @Override
    public Words words(List<String> arguments) {
        return Words.withKeywords(arguments, Set.of("json"), Set.of("plugins", "timeout", "delay", "idempotency-key"));
    }

    @Override
    public int run(Words words, Shell shell) throws IOException {
        words.checkOthers(2, Integer.MAX_VALUE, USAGE);
        TypedCall call = TypedCall.of(words, Installation.plugins(words), shell);
        return call.on((connection, info) -> {
            String job = connection.submit(call.function(), info, call.arguments(info), call.asked());
            if (words.has("json")) {
                shell.line(Json.writeBytes(Map.of("job", job)));
            } else {
                shell.print(job);
            }
            if (shell.columns(Shell.ERR) > 0) {
                shell.warn("follow it: " + Installation.command() + " job " + call.url() + " " + job + " --follow");
            }
            return Exit.OK;
        });
    }
}
