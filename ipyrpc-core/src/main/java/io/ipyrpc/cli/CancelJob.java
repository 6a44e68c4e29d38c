package io.ipyrpc.cli;

import io.ipyrpc.client.Connection;
import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.Op;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Cancels a job. */
final class CancelJob implements Command {
    @Override
    public String name() {
        return "cancel";
    }

    @Override
    public String summary() {
        return "cancel a job";
    }

    @Override
    public String help() {
        return """
            Usage: ipyrpc cancel URL ID [--plugins DIR]…

            Cancels a job, and prints the state that it is in then: a queued one is
            cancelled at once; a running one is interrupted, and is cancelling until its
            function ends; one that had ended stays as it is.

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
        words.checkOthers(2, 2, "cancel URL ID");
        try (Connection connection = Servers.connect(words.others().get(0), Installation.plugins(words))) {
            shell.print(text(
                    Jobs.status(connection, Op.CANCEL, words.others().get(1)).state()));
            return Exit.OK;
        }
    }

    private static String text(JobState state) {
        return switch (state) {
            case CANCELLING -> state + ": its function has not ended yet";
            case SUCCEEDED, FAILED, LOST -> state + ": it had ended before";
            case QUEUED, RUNNING, CANCELLED -> state.wireName();
        };
    }
}
