package io.ipyrpc.http;

import io.ipyrpc.http.client.HttpExchange;
import io.ipyrpc.http.client.HttpResponse;
import io.ipyrpc.spi.DisconnectedException;
import io.ipyrpc.spi.Exchange;
import io.ipyrpc.wire.Frame;
import io.ipyrpc.wire.Op;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** One HTTP request, whose answer is read as frames. */
final class ClientExchange implements Exchange {
    private final HttpExchange http;
    private final Op op;
    private final AnswerReader reader;
    private HttpResponse response;
    private Frames frames;
    private boolean ended;
    private volatile HttpResponse whole;

    ClientExchange(HttpExchange http, Op op, AnswerReader reader) {
        this.http = http;
        this.op = op;
        this.reader = reader;
    }

    /** Takes a frame in one of two ways. */
    private interface Taking {
        Frame from(Frames frames) throws IOException;
    }

    @Override
    public Frame next() throws IOException {
        return next(Frames::next);
    }

    @Override
    public Frame nextHead() throws IOException {
        return next(Frames::nextHead);
    }

    @Override
    public InputStream rest() {
        return new FilterInputStream(frames == null ? InputStream.nullInputStream() : frames.rest()) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                try {
                    return super.read(target, offset, length);
                } catch (IOException e) {
                    throw told(e);
                }
            }
        };
    }

    private Frame next(Taking taking) throws IOException {
        if (ended) {
            return null;
        }
        try {
            if (frames == null) {
                response = http.send();
                frames = reader.frames(op, response);
            }
            Frame frame = taking.from(frames);
            if (frame != null && EventFrames.isEnd(frame)) {
                whole = response;
            }
            ended = frame == null;
            return frame;
        } catch (IOException e) {
            // What follows a broken answer means nothing, and its connection is of no more use.
            http.abort();
            throw told(e);
        } catch (RuntimeException e) {
            http.abort();
            throw e;
        }
    }

    /** Tells a connection that was lost from an answer that means nothing. */
    private IOException told(IOException e) {
        boolean lost = e instanceof EOFException
                || e instanceof SocketException
                || e instanceof SocketTimeoutException
                || e instanceof SSLException && !(e instanceof SSLHandshakeException);
        if (!lost) {
            return e;
        }
        boolean named = e instanceof ConnectException || e instanceof SocketTimeoutException;
        boolean unanswered = response == null && http.sent() && !named;
        String why = unanswered ? "the connection was closed before an answer came" : e.getMessage();
        boolean silent = e instanceof SocketTimeoutException && http.sent();
        return new DisconnectedException(silent ? why + "; read_timeout bounds the silence" : why, http.sent(), e);
    }

    @Override
    public void close() {
        HttpResponse read = whole;
        if (read != null) {
            // Where nothing but the mark of the body's end is left, the connection can serve again.
            read.close();
            return;
        }
        http.abort();
    }
}
