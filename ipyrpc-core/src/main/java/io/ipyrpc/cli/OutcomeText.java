package io.ipyrpc.cli;

import io.ipyrpc.client.Connection;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.spi.Serializer;
import io.ipyrpc.wire.ErrorRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Prints what came of a call: its result on the output, or its error on the error output. */
final class OutcomeText {
    /** The option that asks for JSON, and the serializer that it takes. */
    static final String JSON = "json";

    private OutcomeText() {}

    /**
     * What {@code --json} prints with, or null where it is not there.
     *
     * @throws CommandException if it is there and the serializer is not
     */
    static Serializer serializer(Words words, Plugins plugins) {
        Serializer json = words.has(JSON) ? plugins.serializers().get(JSON) : null;
        if (json == null && words.has(JSON)) {
            throw CommandException.usage("--json needs the serializer json; add ipyrpc-json to the plugins folder");
        }
        return json;
    }

    /**
     * Prints it.
     *
     * @param json what the result is written with, or null for people
     * @return the exit code
     */
    static int print(Connection.Outcome outcome, Serializer json, Shell shell) throws IOException {
        if (outcome.error() != null) {
            return failed(outcome.error(), shell);
        }
        if (json != null) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            json.writer(line).value(outcome.value());
            shell.line(line.toByteArray());
        } else if (outcome.value() != null) {
            shell.print(ResultText.of(outcome.value()));
        }
        return Exit.OK;
    }

    private static int failed(ErrorRecord error, Shell shell) {
        if (error.traceback().isEmpty()) {
            shell.complain(error.code() + ": " + (error.type().isEmpty() ? "" : error.type() + ": ") + error.message());
        } else {
            shell.warn(error.traceback());
        }
        return Exit.of(error.code());
    }
}
