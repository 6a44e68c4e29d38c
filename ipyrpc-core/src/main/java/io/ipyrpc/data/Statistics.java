package io.ipyrpc.data;

import java.util.function.DoubleBinaryOperator;

/** The few numbers about an array that are asked for at a prompt. */
final class Statistics {
    private Statistics() {}

    static double min(NdArray array) {
        return reduce(array, "min", Double.POSITIVE_INFINITY, Math::min);
    }

    static double max(NdArray array) {
        return reduce(array, "max", Double.NEGATIVE_INFINITY, Math::max);
    }

    private static double reduce(NdArray array, String what, double start, DoubleBinaryOperator op) {
        if (array.size() == 0) {
            throw new IllegalStateException("an array without elements has no " + what);
        }
        double[] result = {start};
        array.layout.forEach(place -> result[0] = op.applyAsDouble(result[0], array.memory.getDouble(place)));
        return result[0];
    }

    /** Sum and what its rounding lost, after Neumaier. */
    static double sum(NdArray array) {
        double[] result = new double[2];
        array.layout.forEach(place -> {
            double value = array.memory.getDouble(place);
            double sum = result[0] + value;
            result[1] += Math.abs(result[0]) >= Math.abs(value) ? result[0] - sum + value : value - sum + result[0];
            result[0] = sum;
        });
        double whole = result[0] + result[1];
        return Double.isFinite(whole) ? whole : result[0];
    }
}
