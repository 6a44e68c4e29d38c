package io.ipyrpc.cli;

import java.io.IOException;
import java.util.List;

/** One command of the command line. Stateless. */
interface Command {
    /** The word that it is called by. */
    String name();

    /** What it does, in a few words. */
    String summary();

    /** How it is used, in lines of at most 80 columns. */
    String help();

    /**
     * Sorts its words into options and others.
     *
     * @throws CommandException if there is an option that it does not have
     */
    Words words(List<String> arguments);

    /**
     * Runs it.
     *
     * @return the exit code
     * @throws CommandException if it cannot do what it is asked
     * @throws io.ipyrpc.wire.RpcException if the server refuses
     * @throws IOException if the server cannot be reached or understood
     */
    int run(Words words, Shell shell) throws IOException;
}
