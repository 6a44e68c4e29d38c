package io.ipyrpc;

import io.ipyrpc.client.EventSink;

/** Hands what comes of a call to a listener. */
record Replay(OutputListener output) implements EventSink {
    @Override
    public void stdout(String text) {
        output.stdout(text);
    }

    @Override
    public void stderr(String text) {
        output.stderr(text);
    }

    @Override
    public void progress(double done, Double total, String message) {
        output.progress(done, total, message);
    }
}
