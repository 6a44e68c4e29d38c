package io.ipyrpc.json;

import io.ipyrpc.wire.Limits;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/** Tokens of the body as it arrives. */
final class StreamSource extends Source {
    private final Utf8Input in;
    private final JsonParser parser;
    private final int maxNumberLength;
    private long taken;

    StreamSource(Utf8Input in, JsonParser parser, Limits limits) {
        super(limits);
        this.in = in;
        this.parser = parser;
        this.maxNumberLength = limits.maxNumberLength();
    }

    /** What was taken is somebody else's now: the next item of a stream begins. */
    void beginItem() {
        taken = 0;
    }

    @Override
    JsonToken next() {
        return token = parser.nextToken();
    }

    @Override
    String text() {
        return token == JsonToken.PROPERTY_NAME ? parser.currentName() : parser.getString();
    }

    @Override
    Number number() {
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return float64();
        }
        checkLength();
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? (Number) parser.getBigIntegerValue()
                : (Number) parser.getLongValue();
    }

    @Override
    double float64() {
        checkLength();
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw bad(shown() + " is beyond the range of a float; write \"Infinity\" where that is meant");
        }
        return value;
    }

    @Override
    float float32() {
        checkLength();
        float value = parser.getFloatValue();
        if (Float.isInfinite(value)) {
            throw bad(shown() + " is beyond the range of f4; write \"Infinity\" where that is meant");
        }
        return value;
    }

    // Before the digits become a number, which for many of them takes long.
    private void checkLength() {
        int length = parser.getStringLength();
        if (length > maxNumberLength) {
            throw tooLarge("a number of " + length + " characters, max_number_length is " + maxNumberLength);
        }
    }

    @Override
    Object tree() {
        return Tree.read(this);
    }

    @Override
    boolean isTree() {
        return false;
    }

    @Override
    long arrived() {
        return in.arrived();
    }

    @Override
    long taken() {
        return taken;
    }

    @Override
    void take(long bytes) {
        taken += bytes;
    }

    @Override
    String position() {
        TokenStreamLocation at = token == null ? parser.currentLocation() : parser.currentTokenLocation();
        return "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
