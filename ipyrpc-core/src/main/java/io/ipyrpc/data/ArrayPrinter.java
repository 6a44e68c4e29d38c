package io.ipyrpc.data;

/** Arrays as numpy prints them. */
final class ArrayPrinter {
    private ArrayPrinter() {}

    static String print(NdArray array) {
        return array.dtype() + java.util.Arrays.toString(array.shape());
    }
}
