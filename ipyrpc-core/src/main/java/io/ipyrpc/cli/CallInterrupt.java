package io.ipyrpc.cli;

import io.ipyrpc.client.Connection;
import io.ipyrpc.wire.Op;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;

/**
 * What Ctrl-C does while a call is waited for: first the server is asked to cancel it, and its end is waited for; the second
 * time it is left alone. Safe for use by any number of threads.
 */
final class CallInterrupt {
    private final Connection connection;
    private final String url;
    private final Shell shell;
    private final LiveOutput live;
    private String job = "";
    private int times;
    private boolean over;

    CallInterrupt(Connection connection, String url, boolean quiet, Shell shell) {
        this.connection = connection;
        this.url = url;
        this.shell = shell;
        this.live = new LiveOutput(shell, quiet, id -> Jobs.status(connection, Op.STATUS, id), this::named);
    }

    /** Takes the call's output. */
    LiveOutput live() {
        return live;
    }

    /** Whether Ctrl-C was pressed. */
    synchronized boolean happened() {
        return times > 0;
    }

    /** The call has ended. */
    synchronized void over() {
        over = true;
    }

    private synchronized boolean isOver() {
        return over;
    }

    /** Ctrl-C was pressed. */
    void interrupt() {
        String known;
        boolean again;
        synchronized (this) {
            known = job;
            again = times++ > 0;
        }
        if (again) {
            live.note(
                    known.isEmpty()
                            ? "detached; the server has not told the job's id yet, see:\n  " + Installation.command()
                                    + " jobs " + url
                            : "detached; the job ends when its function does. Come back to it:" + comeBack(url, known));
            shell.exit(Exit.INTERRUPTED);
            return;
        }
        live.note("cancelling " + (known.isEmpty() ? "the call" : "job " + known) + "; Ctrl-C again to detach");
        if (!known.isEmpty()) {
            cancel(known);
        }
    }

    /** The server has told the job's id: only now it can be cancelled. */
    private void named(String id) {
        boolean due;
        synchronized (this) {
            due = times > 0 && job.isEmpty();
            job = id;
        }
        if (due) {
            cancel(id);
        }
    }

    private void cancel(String id) {
        try {
            Jobs.status(connection, Op.CANCEL, id);
        } catch (IOException | RpcException e) {
            if (isOver()) {
                // It has ended, cancelled or not, and took the connection along.
                return;
            }
            live.note("ipyrpc: cannot cancel it: " + e.getMessage());
        }
    }

    /** How to come back to a job that is left alone, on a line of its own. */
    static String comeBack(String url, String job) {
        return "\n  " + Installation.command() + " job " + url + " " + job + " --follow";
    }
}
