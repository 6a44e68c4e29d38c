package io.ipyrpc.pointer;

/**
 * What one of the server's own functions made of a value, sharing its memory.
 *
 * @param value the part
 */
public record View(Object value) {}
