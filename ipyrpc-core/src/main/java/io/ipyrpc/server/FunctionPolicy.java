package io.ipyrpc.server;

import io.ipyrpc.plugin.SerializerSet;
import io.ipyrpc.spi.Verifier;
import io.ipyrpc.wire.ErrorCode;
import io.ipyrpc.wire.FunctionInfo;
import io.ipyrpc.wire.RpcException;
import java.util.List;
import java.util.Map;

/**
 * What the rules say of one function.
 *
 * @param input the serializers it takes arguments in, the preferred one first
 * @param output the serializers it gives results in, the first unless the caller asks for another; empty = any, and that
 *     of the arguments unless the caller asks for another
 * @param anyOutput whether the caller may ask for any that is installed
 * @param maxOutput how many bytes it may print
 * @param timeoutSeconds how long it may take, 0 = as long as it wants
 * @param cancelOnDisconnect whether a call is cancelled when its caller is gone
 * @param verifier who decides about callers, or null
 * @param settings every setting with the glob it came from
 */
record FunctionPolicy(
        List<String> input,
        List<String> output,
        boolean anyOutput,
        long maxOutput,
        double timeoutSeconds,
        boolean cancelOnDisconnect,
        Verifier verifier,
        Map<String, FunctionInfo.Setting> settings) {

    /** Whether a rule for operations, whose glob begins with {@code @}, says something of that setting. */
    boolean isOpsOwn(String setting) {
        String from = settings.get(setting).from();
        return from != null && from.startsWith("@");
    }

    /** Whether the result stays on the server unless the caller asks for the value. */
    boolean returnPointer() {
        return Boolean.TRUE.equals(settings.get("return_pointer").value());
    }

    /** The serializer of the result. */
    String chooseOutput(String function, String serializer, String asked, SerializerSet installed) {
        if (asked == null) {
            return output.isEmpty() ? serializer : output.get(0);
        }
        String name = installed.get(asked).name();
        if (!anyOutput && !output.contains(name)) {
            throw new RpcException(
                    ErrorCode.NOT_ACCEPTABLE,
                    "'" + function + "' does not give results in '" + name + "'; it gives "
                            + String.join(", ", output));
        }
        return name;
    }

    /** Refuses arguments in a serializer that the function does not take. */
    void checkInput(String function, String serializer) {
        if (!input.contains(serializer)) {
            throw new RpcException(
                    ErrorCode.UNSUPPORTED_SERIALIZER,
                    "'" + function + "' does not take arguments in '" + serializer + "'; it takes "
                            + String.join(", ", input));
        }
    }
}
