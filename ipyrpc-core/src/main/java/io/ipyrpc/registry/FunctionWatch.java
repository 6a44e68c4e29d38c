package io.ipyrpc.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * Loads files of functions anew when they are saved. What runs goes on with the functions that it began with; a file that
 * cannot be loaded leaves the functions that were there.
 *
 * <p>The files are looked at, a few times a second: that works on every file system, and whichever way an editor saves. Safe
 * for use by any number of threads.
 */
public final class FunctionWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FunctionWatch.class.getName());
    private final FunctionFiles files;
    private final Duration period;
    private final BiConsumer<Path, String> reloaded;
    private final BiConsumer<Path, String> kept;
    private final List<Watched> watched = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(null, this::run, "ipyrpc-watch", 0, false);
    private volatile boolean closed;

    /** What tells a file from the same file before it was saved. */
    private record Stamp(FileTime modified, long size, Object key) {
        /** The stamp, or null where there is no such file. */
        static Stamp of(Path file) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
            } catch (IOException e) {
                return null;
            }
        }
    }

    /** A file, used by the watch's thread alone once it is watched. */
    private static final class Watched {
        private final Path file;
        private Stamp loaded;
        private Stamp seen;
        private List<RpcFunction> functions;

        Watched(Path file) {
            this.file = file;
            this.loaded = Stamp.of(file);
            this.seen = loaded;
        }
    }

    /**
     * A watch over no files yet.
     *
     * @param period how often the files are looked at; one that was the same twice in a row is written no more
     * @param reloaded hears, in the watch's thread, of a file that was loaded anew, and in words what changed
     * @param kept hears of a file that was not, and why
     */
    public FunctionWatch(
            FunctionFiles files, Duration period, BiConsumer<Path, String> reloaded, BiConsumer<Path, String> kept) {
        this.files = files;
        this.period = period;
        this.reloaded = reloaded;
        this.kept = kept;
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
    }

    /**
     * Registers a file's functions, and watches it.
     *
     * @throws IllegalArgumentException as {@link FunctionFiles#register}
     */
    public void register(Path file) {
        // Its stamp comes first: what is saved while it is read is not missed.
        Watched one = new Watched(file);
        one.functions = files.load(file, true);
        files.replace(List.of(), one.functions);
        watched.add(one);
    }

    private void run() {
        while (!closed) {
            try {
                Thread.sleep(period.toMillis());
                watched.forEach(this::look);
            } catch (InterruptedException e) {
                // Only close() interrupts this thread.
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.ERROR, "functions files could not be looked at", e);
            }
        }
    }

    private void look(Watched one) {
        Stamp now = Stamp.of(one.file);
        boolean quiet = Objects.equals(now, one.seen);
        one.seen = now;
        if (quiet && !Objects.equals(now, one.loaded)) {
            one.loaded = now;
            String change;
            try {
                change = reload(one, now != null);
            } catch (Exception | Error e) {
                // Whatever a file's constructors throw: it is watched on, and so are the others.
                kept.accept(one.file, e.getMessage() == null ? e.toString() : e.getMessage());
                return;
            }
            reloaded.accept(one.file, change);
        }
    }

    private String reload(Watched one, boolean there) {
        if (!there) {
            throw new IllegalArgumentException("the file is gone");
        }
        List<RpcFunction> before = one.functions;
        List<RpcFunction> after = files.load(one.file, true);
        files.replace(before, after);
        one.functions = after;
        return after.size()
                + (after.size() == 1 ? " function" : " functions")
                + only("; new: ", after, before)
                + only("; gone: ", before, after);
    }

    /** The names of those among some that are not among the others. */
    private static String only(String what, List<RpcFunction> some, List<RpcFunction> others) {
        Set<String> names = new TreeSet<>();
        some.forEach(function -> names.add(function.name()));
        others.forEach(function -> names.remove(function.name()));
        return names.isEmpty() ? "" : what + String.join(", ", names);
    }

    /** Watches no more; the functions stay. Idempotent. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
