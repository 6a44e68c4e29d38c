package io.ipyrpc.http;

import io.ipyrpc.wire.Frame;
import java.io.IOException;
import java.io.InputStream;

/** The frames of one answer. */
interface Frames {
    /** The next frame, or null after the last. */
    Frame next() throws IOException;

    /** As {@link #next}, but a result may come without its data, which {@link #rest} then gives. */
    default Frame nextHead() throws IOException {
        return next();
    }

    /** The data that the frame which came last lacks. */
    default InputStream rest() {
        return InputStream.nullInputStream();
    }

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
