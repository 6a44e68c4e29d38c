package io.ipyrpc.cli;

import io.ipyrpc.wire.ErrorCode;

/** The exit codes, and what they mean to scripts. */
final class Exit {
    /** It went well. */
    static final int OK = 0;

    /** The function threw or was cancelled; or a server could not listen. */
    static final int FAILED = 1;

    /** What was typed or configured cannot be done. */
    static final int USAGE = 2;

    /** The server cannot be reached, or was lost during the call. */
    static final int UNREACHABLE = 3;

    /** The server refused. */
    static final int REFUSED = 4;

    /** The server has no room, or a limit was passed. */
    static final int LIMIT = 5;

    /** A fault of our own, or output that cannot be written; as sysexits.h has it. */
    static final int FAULT = 70;

    /** Ctrl-C was pressed: what a shell reports of a process that SIGINT ended. */
    static final int INTERRUPTED = 130;

    /** The reader of a pipe has gone: what a shell reports of a process that SIGPIPE ended. */
    static final int PIPE = 141;

    private Exit() {}

    /** The exit code for a code of the protocol; one that this version does not know counts as refused. */
    static int of(String code) {
        return ErrorCode.of(code)
                .map(known -> switch (known) {
                    case FUNCTION_ERROR, CANCELLED -> FAILED;
                    case WORKER_LOST -> UNREACHABLE;
                    case RATE_LIMITED, BUSY, TOO_LARGE, TIMEOUT -> LIMIT;
                    default -> REFUSED;
                })
                .orElse(REFUSED);
    }
}
