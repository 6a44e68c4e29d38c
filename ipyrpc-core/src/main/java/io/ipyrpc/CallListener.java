package io.ipyrpc;

import io.ipyrpc.wire.JobStatus;
import java.util.List;
import java.util.function.Consumer;

/** A listener for output, with others for progress beside it; calls in several threads take turns at it. */
final class CallListener implements OutputListener {
    private final OutputListener output;
    private final List<Consumer<JobStatus.Progress>> progress;

    CallListener(OutputListener output, List<Consumer<JobStatus.Progress>> progress) {
        this.output = output;
        this.progress = List.copyOf(progress);
    }

    @Override
    public synchronized void stdout(String text) {
        output.stdout(text);
    }

    @Override
    public synchronized void stderr(String text) {
        output.stderr(text);
    }

    @Override
    public synchronized void progress(double done, Double total, String message) {
        output.progress(done, total, message);
        JobStatus.Progress told = new JobStatus.Progress(done, total, message);
        progress.forEach(one -> one.accept(told));
    }
}
