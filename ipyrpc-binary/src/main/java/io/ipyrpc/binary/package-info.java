/** Serializer {@code binary}: the values of the protocol (§2, §2.1, §2.3, §3) as frames, arrays from memory to memory. */
package io.ipyrpc.binary;
