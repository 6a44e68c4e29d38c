package io.ipyrpc.cli;

import io.ipyrpc.spi.Serializer;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.Json;
import io.ipyrpc.wire.LimitException;
import io.ipyrpc.wire.Limits;
import io.ipyrpc.wire.RpcException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Makes values of words: JSON where they are JSON, else text. For one thread. */
final class ArgumentParser {
    private static final char UNREADABLE = '\uFFFD';
    /** What is a number is never meant as a text, though it be too large. */
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final Serializer json;
    private final InputStream stdin;
    private boolean stdinRead;

    /** With that serializer arrays and frames are read as such; without (null), plain values alone. */
    ArgumentParser(Serializer json, InputStream stdin) {
        this.json = json;
        this.stdin = stdin;
    }

    /**
     * The value of a word; {@code -} is what stdin holds.
     *
     * @throws CommandException if stdin is not JSON or was read before, or the word was lost on its way here
     */
    Object parse(String word) throws IOException {
        if (word.equals("-")) {
            return stdin();
        }
        if (word.indexOf(UNREADABLE) >= 0) {
            throw CommandException.usage("'" + word + "' has characters that the locale's charset, "
                    + System.getProperty("sun.jnu.encoding")
                    + ", does not have; set LC_ALL=C.UTF-8, or pass the argument by - from stdin");
        }
        try {
            return value(new ByteArrayInputStream(word.getBytes(StandardCharsets.UTF_8)));
        } catch (RpcException e) {
            boolean isNumber = NUMBER.matcher(word).matches() || e.getMessage().contains("beyond the range");
            if (e.error().code().equals(ErrorCode.BAD_REQUEST.wireName()) && !isNumber) {
                return word;
            }
            throw CommandException.usage("an argument: " + e.getMessage());
        }
    }

    private Object stdin() throws IOException {
        if (stdinRead) {
            throw CommandException.usage("- is given twice; stdin can be read once");
        }
        stdinRead = true;
        try {
            return value(stdin);
        } catch (RpcException e) {
            throw CommandException.usage("stdin is not one value in JSON: " + e.getMessage());
        }
    }

    private Object value(InputStream in) throws IOException {
        if (json != null) {
            return json.reader(in, Limits.defaults()).value();
        }
        try {
            return Json.parse(in.readAllBytes(), Limits.defaults());
        } catch (LimitException e) {
            throw new RpcException(ErrorCode.TOO_LARGE, e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new RpcException(ErrorCode.BAD_REQUEST, e.getMessage());
        }
    }
}
