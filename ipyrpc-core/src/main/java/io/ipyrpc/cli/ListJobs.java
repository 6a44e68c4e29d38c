package io.ipyrpc.cli;

import io.ipyrpc.client.Connection;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Json;
import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lists the caller's jobs. */
final class ListJobs implements Command {
    private static final List<String> FILTER = List.of("state", "function", "since", "limit");

    @Override
    public String name() {
        return "jobs";
    }

    @Override
    public String summary() {
        return "list your jobs";
    }

    @Override
    public String help() {
        return """
            Usage: ipyrpc jobs URL [--state STATE] [--function NAME] [--since INSTANT]
                               [--limit N] [--json] [--plugins DIR]…

            Lists your jobs that the server still knows, newest first: when each was
            submitted (local time), how long it took or has taken, and how far it says it
            is. Calls that others wait for are jobs too.

              --state STATE  those that are queued, running, cancelling, succeeded, failed,
                             cancelled or lost
              --function NAME
                             those of that function
              --since INSTANT
                             those submitted then or later, such as 2026-01-31T12:00:00Z
              --limit N      the newest N, 1 to 1000; 100 if it is left out
              --json         prints all that is known of them, as a JSON array on one line
              --plugins DIR  a folder of plugins, in place of 'plugins' beside the jar;
                             may be given again

            Exit codes: 0 it went well, 2 wrong usage, 3 the server cannot be reached,
            4 it refused.
            """;
    }

    @Override
    public Words words(List<String> arguments) {
        return Words.of(arguments, Set.of("json"), Set.of("state", "function", "since", "limit", "plugins"));
    }

    @Override
    public int run(Words words, Shell shell) throws IOException {
        words.checkOthers(1, 1, "jobs URL");
        Map<String, String> filter = words.asked(FILTER);
        try (Connection connection = Servers.connect(words.others().get(0), Installation.plugins(words))) {
            List<JobStatus> jobs = Jobs.list(connection, filter);
            if (words.has("json")) {
                shell.line(Json.writeBytes(jobs.stream().map(JobStatus::toMap).toList()));
            } else if (jobs.isEmpty()) {
                shell.warn(filter.isEmpty() ? "there are no jobs of yours" : "there are no such jobs of yours");
            } else {
                shell.print(new JobText(ZonedDateTime.now()).table(jobs, shell.columns(Shell.OUT)));
            }
            return Exit.OK;
        }
    }
}
