package io.ipyrpc.registry;

import io.ipyrpc.config.Nearest;
import io.ipyrpc.convert.ConversionException;
import io.ipyrpc.convert.Lowering;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.function.Arguments;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.RpcException;
import java.util.List;

/** Fits the arguments of a call to the parameters of a function. Every refusal shows the signature. */
final class Binder {
    private static final int MOST_DEPTH = 1_000;

    private final String signature;
    private final List<Parameter> parameters;
    private final boolean varargs;

    Binder(String signature, List<Parameter> parameters) {
        this.signature = signature;
        this.parameters = List.copyOf(parameters);
        this.varargs =
                !parameters.isEmpty() && parameters.get(parameters.size() - 1).isVarargs();
    }

    /**
     * The values to invoke with.
     *
     * @throws RpcException with {@code bad_request} if they do not fit
     */
    Object[] bind(Arguments arguments) {
        int count = parameters.size();
        List<Object> positional = arguments.positional();
        if (positional.size() > count && !varargs) {
            throw refused(positional.size() + " positional arguments where at most " + count + " are taken");
        }
        checkKeywords(arguments, positional.size());
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            Parameter parameter = parameters.get(i);
            try {
                values[i] = value(parameter, i, arguments);
            } catch (ConversionException e) {
                throw refused("argument '" + parameter.name() + "': " + e.getMessage());
            }
        }
        return values;
    }

    /** The same binding under another signature. */
    Binder as(String other) {
        return new Binder(other, parameters);
    }

    boolean takesPointer(int position) {
        int last = parameters.size() - 1;
        return position <= last
                ? parameters.get(position).isPointer()
                : varargs && parameters.get(last).isPointer();
    }

    boolean takesPointer(String name) {
        int position = position(name);
        return position >= 0 && parameters.get(position).isPointer();
    }

    private Object value(Parameter parameter, int i, Arguments arguments) {
        List<Object> positional = arguments.positional();
        if (i < positional.size()) {
            return parameter.isVarargs()
                    ? rest(parameter, positional.subList(i, positional.size()))
                    : converted(parameter, positional.get(i));
        }
        if (arguments.keyword().containsKey(parameter.name())) {
            return converted(parameter, arguments.keyword().get(parameter.name()));
        }
        if (!parameter.isOptional()) {
            throw refused("argument '" + parameter.name() + "' is missing");
        }
        return parameter.absent();
    }

    /** What came by a pointer may be any object: as it is, or as the value that it would have been sent as. */
    private static Object converted(Parameter parameter, Object value) {
        try {
            return parameter.converter().convert(value);
        } catch (ConversionException e) {
            Object lowered = lowered(value, e);
            if (lowered == value) {
                throw e;
            }
            return parameter.converter().convert(lowered);
        }
    }

    private static Object lowered(Object value, ConversionException otherwise) {
        try {
            return Lowering.lower(value, MOST_DEPTH);
        } catch (ConversionException e) {
            throw otherwise;
        }
    }

    /** As in Java, one array may stand for all of them. */
    private static Object rest(Parameter parameter, List<Object> values) {
        Object only = values.size() == 1 ? values.get(0) : null;
        if (only instanceof NdArray || only instanceof List || only instanceof byte[]) {
            try {
                return parameter.converter().convert(only);
            } catch (ConversionException e) {
                return parameter.converter().convert(values);
            }
        }
        return parameter.converter().convert(values);
    }

    private void checkKeywords(Arguments arguments, int positional) {
        for (String name : arguments.keyword().keySet()) {
            int at = position(name);
            if (at < 0) {
                throw refused("there is no parameter '" + name + "'"
                        + Nearest.hint(
                                name, parameters.stream().map(Parameter::name).toList()));
            }
            if (at < positional) {
                throw refused("argument '" + name + "' is there twice, by position and by keyword");
            }
        }
    }

    private int position(String name) {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private RpcException refused(String problem) {
        return new RpcException(ErrorCode.BAD_REQUEST, problem + "; signature: " + signature);
    }
}
