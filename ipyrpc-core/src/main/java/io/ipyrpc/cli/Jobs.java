package io.ipyrpc.cli;

import io.ipyrpc.client.Connection;
import io.ipyrpc.wire.JobStatus;
import io.ipyrpc.wire.Op;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks a server about its jobs. */
final class Jobs {
    private Jobs() {}

    /**
     * Does an operation on one job and gives its status after it.
     *
     * @param op {@link Op#STATUS}, {@link Op#CANCEL} or {@link Op#RETRY}
     * @throws CommandException if the id is empty
     * @throws io.ipyrpc.wire.RpcException if the server refuses, or knows no such job
     * @throws IOException if it cannot be reached or understood
     */
    static JobStatus status(Connection connection, Op op, String job) throws IOException {
        if (job.isBlank()) {
            throw CommandException.usage("ID is empty; 'submit' prints a job's id, 'jobs' lists them");
        }
        return read(connection, connection.ask(op, job, Map.of()));
    }

    /**
     * The caller's jobs, newest first.
     *
     * @param filter by the names of the protocol
     * @throws io.ipyrpc.wire.RpcException if the server refuses
     * @throws IOException if it cannot be reached or understood
     */
    static List<JobStatus> list(Connection connection, Map<String, String> filter) throws IOException {
        Object answer = connection.ask(Op.JOBS, "", filter);
        if (!(answer instanceof Map<?, ?> map) || !(map.get("jobs") instanceof List<?> list)) {
            throw new IOException(connection.address() + " did not answer with a list of jobs");
        }
        List<JobStatus> jobs = new ArrayList<>();
        for (Object job : list) {
            jobs.add(read(connection, job));
        }
        return jobs;
    }

    private static JobStatus read(Connection connection, Object answer) throws IOException {
        if (!(answer instanceof Map<?, ?> map)) {
            throw new IOException(connection.address() + " did not answer with a job's status");
        }
        try {
            return JobStatus.fromMap(map);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    connection.address() + " described a job that cannot be understood: " + e.getMessage(), e);
        }
    }
}
