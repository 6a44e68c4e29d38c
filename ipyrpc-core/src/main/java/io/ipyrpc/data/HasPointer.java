package io.ipyrpc.data;

/** Something that stands for a value on a server: as an argument it is that value. */
public interface HasPointer {
    /** Where the value lies. */
    DataPointer pointer();
}
