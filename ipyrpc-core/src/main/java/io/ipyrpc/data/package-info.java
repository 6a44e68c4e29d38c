/**
 * Values that calls take and give beside those of Java itself: arrays, frames and pointers to them; §2 of the protocol.
 *
 * <ul>
 *   <li>{@link io.ipyrpc.data.NdArray}, an array of any number of dimensions, with its {@link io.ipyrpc.data.DType};
 *   <li>{@link io.ipyrpc.data.DataFrame}, {@link io.ipyrpc.data.Column}s under an {@link io.ipyrpc.data.Index}, and
 *       {@link io.ipyrpc.data.Series}, one of them;
 *   <li>{@link io.ipyrpc.data.DataPointer}, the place of a value that a server keeps.
 * </ul>
 *
 * <p>Their memory is little-endian buffers: a socket writes them, and slices share them, without a copy. They print as
 * numpy and pandas print:
 *
 * <pre>{@code
 * jshell> import io.ipyrpc.data.*
 *
 * jshell> var a = NdArray.linspace(0, 1, 6).reshape(2, 3)
 * a ==> [[0.  0.2 0.4]
 *  [0.6 0.8 1. ]]
 *
 * jshell> a.column(1).sum()
 * $3 ==> 1.0
 *
 * jshell> DataFrame.of("item", List.of("tea", "coffee"), "price", new double[] {1.5, 2.25})
 * $4 ==>      item  price
 * 0     tea   1.50
 * 1  coffee   2.25
 * }</pre>
 */
package io.ipyrpc.data;
