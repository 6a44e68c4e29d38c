package io.ipyrpc.cli;

import io.ipyrpc.client.Connection;
import io.ipyrpc.convert.ConversionException;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.plugin.Plugins;
import io.ipyrpc.wire.FunctionInfo;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A call as somebody typed it: {@code URL FUNCTION [ARG]… [--NAME=VALUE]…}.
 *
 * @param asked what is asked beside the arguments, by the names of the protocol
 */
record TypedCall(String url, Plugins plugins, String function, TypedArguments typed, Map<String, String> asked) {
    /** What is done with it once there is a connection. */
    interface Use {
        int run(Connection connection, FunctionInfo info) throws IOException;
    }

    /**
     * Reads the words, and stdin where they say so.
     *
     * @throws CommandException if an argument cannot be read
     */
    static TypedCall of(Words words, Plugins plugins, Shell shell) throws IOException {
        ArgumentParser parser = new ArgumentParser(plugins.serializers().get(OutcomeText.JSON), shell.in());
        List<String> others = words.others();
        Map<String, String> asked = words.asked(List.of("timeout", "delay", "idempotency-key"));
        if (words.has("pointer")) {
            asked.put("return", "pointer");
        }
        return new TypedCall(others.get(0), plugins, others.get(1), TypedArguments.of(words, parser), asked);
    }

    /** The arguments for a function that the server tells of, or null. */
    Arguments arguments(FunctionInfo info) {
        return typed.of(info);
    }

    /**
     * Connects, and hands on what the server tells of the function: null where it has none of that name.
     *
     * @throws CommandException if an argument cannot be sent
     */
    int on(Use use) throws IOException {
        try (Connection connection = Servers.connect(url, plugins)) {
            return use.run(connection, connection.functions(false).get(function));
        } catch (ConversionException e) {
            throw CommandException.usage("an argument of '" + function + "' cannot be sent: " + e.getMessage());
        }
    }
}
