package io.ipyrpc.cli;

import io.ipyrpc.client.Connection;
import io.ipyrpc.client.JobFollower;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.Op;
import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;

/** Shows where a job stands, or follows it to its end. */
final class ShowJob implements Command {
    @Override
    public String name() {
        return "job";
    }

    @Override
    public String summary() {
        return "show a job, or follow it to its result";
    }

    @Override
    public String help() {
        return """
            Usage: ipyrpc job URL ID [--follow] [--json] [--quiet] [--plugins DIR]…

            Shows where a job stands, with times in local time. With --follow, what it
            printed so far and prints from now on appears on stdout and stderr, then its
            result as 'call' prints it. Reading takes nothing away: it may be followed
            again, and by several at once. Ctrl-C leaves the job alone and prints how to
            come back to it, or cancel it.

              --follow       waits for the job's end
              --json         prints the status, or with --follow the result, in JSON on one
                             line, the last of stdout
              --quiet        with --follow: drops what the job prints, and its progress
              --plugins DIR  a folder of plugins, in place of 'plugins' beside the jar;
                             may be given again

            Exit codes: 0 it went well, 2 wrong usage, 3 the server cannot be reached,
            4 it refused, or knows no such job (any more). With --follow also 1 the
            function threw (the remote stack trace is on stderr) or was cancelled, 3 its
            worker was lost, 5 a limit was passed (too_large, timeout), 130 interrupted.
            """;
    }

    @Override
    public Words words(List<String> arguments) {
        return Words.of(arguments, Set.of("follow", "json", "quiet"), Set.of("plugins"));
    }

    @Override
    public int run(Words words, Shell shell) throws IOException {
        words.checkOthers(2, 2, "job URL ID");
        boolean follow = words.has("follow");
        Plugins plugins = Installation.plugins(words);
        Serializer json = follow ? OutcomeText.serializer(words, plugins) : null;
        String id = words.others().get(1);
        try (Connection connection = Servers.connect(words.others().get(0), plugins)) {
            // Before following too, since that is patient: what cannot be reached at all is told at once.
            JobStatus status = Jobs.status(connection, Op.STATUS, id);
            if (follow) {
                return OutcomeText.print(
                        outcome(connection, words.others().get(0), id, words.has("quiet"), shell), json, shell);
            }
            if (words.has("json")) {
                shell.line(Json.writeBytes(status.toMap()));
            } else {
                shell.print(new JobText(ZonedDateTime.now()).lines(status));
            }
            return Exit.OK;
        }
    }

    private static Connection.Outcome outcome(Connection connection, String url, String id, boolean quiet, Shell shell)
            throws IOException {
        try (LiveOutput live =
                new LiveOutput(shell, quiet, job -> Jobs.status(connection, Op.STATUS, job), job -> {})) {
            shell.onInterrupt(() -> {
                live.note("detached; the job goes on. Come back to it, or cancel it:" + CallInterrupt.comeBack(url, id)
                        + "\n  " + Installation.command() + " cancel " + url + " " + id);
                shell.exit(Exit.INTERRUPTED);
            });
            return new JobFollower(connection, id, live).follow();
        } finally {
            shell.onInterrupt(() -> shell.exit(Exit.INTERRUPTED));
        }
    }
}
