package io.ipyrpc;

import io.ipyrpc.convert.ConversionException;
import io.ipyrpc.convert.Converter;
import io.ipyrpc.convert.Converters;
import io.ipyrpc.convert.Shown;
import io.ipyrpc.data.DataPointer;
import java.lang.reflect.Type;

/**
 * What a result becomes: of a pointer a handle where the type takes one, the pointer itself where that is the type, and
 * its value where the type is a value's.
 */
final class ResultConverter implements Converter {
    private final RemoteCalls calls;
    private final Converter converter;
    private final boolean isHandle;
    private final boolean isPointer;

    private ResultConverter(RemoteCalls calls, Converter converter, boolean isHandle, boolean isPointer) {
        this.calls = calls;
        this.converter = converter;
        this.isHandle = isHandle;
        this.isPointer = isPointer;
    }

    /** The converter to a type; throws as {@link Converters#to}. */
    static ResultConverter to(Type type, RemoteCalls calls) {
        Converter converter = type == RemoteValue.class ? ResultConverter::noPointer : Converters.to(type);
        boolean isHandle = type instanceof Class<?> raw && raw.isAssignableFrom(RemoteValue.class);
        return new ResultConverter(calls, converter, isHandle, type == DataPointer.class);
    }

    private static Object noPointer(Object value) {
        if (value == null) {
            return null;
        }
        throw new ConversionException(Shown.value(value) + " is no pointer");
    }

    /** Whether the value is wanted, also of a function whose results stay on the server. */
    boolean wantsValue() {
        return !isHandle && !isPointer;
    }

    @Override
    public Object convert(Object value) {
        if (value instanceof DataPointer pointer && !isPointer) {
            return isHandle ? new RemoteValue(calls, pointer) : converter.convert(calls.fetch(pointer));
        }
        return converter.convert(value);
    }
}
