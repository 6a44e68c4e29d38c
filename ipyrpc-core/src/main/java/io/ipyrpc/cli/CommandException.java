package io.ipyrpc.cli;

/** Ends a command with a line for people and an exit code. */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    CommandException(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /** What was typed or configured cannot be done. */
    static CommandException usage(String message) {
        return new CommandException(Exit.USAGE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
