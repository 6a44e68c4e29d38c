package io.ipyrpc.cli;

import io.ipyrpc.client.Connection;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Op;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Has a job that ended run again. */
final class RetryJob implements Command {
    @Override
    public String name() {
        return "retry";
    }

    @Override
    public String summary() {
        return "run a job again";
    }

    @Override
    public String help() {
        return """
            Usage: ipyrpc retry URL ID [--plugins DIR]…

            Runs a submitted job again that failed, was cancelled or lost, with the
            arguments that it had, and prints the id and the state that it is in then;
            'job URL ID --follow' shows its output and its result.

              --plugins DIR  a folder of plugins, in place of 'plugins' beside the jar;
                             may be given again

            Exit codes: 0 it went well, 2 wrong usage, 3 the server cannot be reached,
            4 it refused, or knows no such job (any more).
            """;
    }

    @Override
    public Words words(List<String> arguments) {
        return Words.of(arguments, Set.of(), Set.of("plugins"));
    }

    @Override
    public int run(Words words, Shell shell) throws IOException {
        words.checkOthers(2, 2, "retry URL ID");
        try (Connection connection = Servers.connect(words.others().get(0), Installation.plugins(words))) {
            JobStatus status = Jobs.status(connection, Op.RETRY, words.others().get(1));
            shell.print(status.job() + " " + status.state());
            return Exit.OK;
        }
    }
}
