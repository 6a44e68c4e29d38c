package io.ipyrpc;

import io.ipyrpc.client.EventSink;
import io.ipyrpc.spi.Exchange;

/** A call that waits for its answer: hands what comes of it to a listener, and can be ended by any thread. */
final class CallInFlight implements EventSink {
    private final OutputListener output;
    private volatile String job = "";
    private volatile Exchange exchange;
    private volatile boolean ended;

    CallInFlight(OutputListener output) {
        this.output = output;
    }

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

    @Override
    public void accepted(String id, long position) {
        job = id;
    }

    /** The job's id, or "" where the server has not told it. */
    String job() {
        return job;
    }

    /** The exchange that it waits for from now on. */
    void opened(Exchange exchange) {
        this.exchange = exchange;
        if (ended) {
            exchange.close();
        }
    }

    /** Ends the exchange, also one that is yet to be opened. */
    void end() {
        ended = true;
        Exchange open = exchange;
        if (open != null) {
            open.close();
        }
    }
}
