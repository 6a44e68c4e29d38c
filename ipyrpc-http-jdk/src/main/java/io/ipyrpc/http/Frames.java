package io.ipyrpc.http;

import io.ipyrpc.wire.Frame;
import java.io.IOException;

/** The frames of one answer. */
interface Frames {
    /** The next frame, or null after the last. */
    Frame next() throws IOException;

    /** That frame alone. */
    static Frames of(Frame only) {
        return new Frames() {
            private Frame left = only;

            @Override
            public Frame next() {
                Frame next = left;
                left = null;
                return next;
            }
        };
    }
}
