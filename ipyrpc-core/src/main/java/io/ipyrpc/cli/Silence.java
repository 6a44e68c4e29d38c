package io.ipyrpc.cli;

import io.ipyrpc.client.EventSink;

/** Drops what a function prints, and its progress. */
record Silence() implements EventSink {
    @Override
    public void stdout(String text) {}

    @Override
    public void stderr(String text) {}

    @Override
    public void progress(double done, Double total, String message) {}
}
