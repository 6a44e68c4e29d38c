package io.ipyrpc.server;

/**
 * What a function finds in the thread that runs it, and what the next one is to find again. Code that looks up classes by
 * the context class loader finds those of the function: a plugin's own, where the application does not know them.
 */
final class BorrowedThread {
    private final Thread thread;
    private final String name;
    private final int priority;
    private final ClassLoader context;

    private BorrowedThread(Thread thread) {
        this.thread = thread;
        this.name = thread.getName();
        this.priority = thread.getPriority();
        this.context = thread.getContextClassLoader();
    }

    /** This thread, for code of that loader. */
    static BorrowedThread current(ClassLoader loader) {
        BorrowedThread borrowed = new BorrowedThread(Thread.currentThread());
        if (!isSeen(loader, borrowed.context)) {
            borrowed.thread.setContextClassLoader(loader);
        }
        return borrowed;
    }

    /** Whether what a loader has is found by way of another one. */
    private static boolean isSeen(ClassLoader loader, ClassLoader from) {
        ClassLoader at = from;
        while (at != null && at != loader) {
            at = at.getParent();
        }
        return at == loader;
    }

    /** Makes it what it was. */
    void giveBack() {
        if (thread.getContextClassLoader() != context) {
            thread.setContextClassLoader(context);
        }
        if (!thread.getName().equals(name)) {
            thread.setName(name);
        }
        if (thread.getPriority() != priority) {
            thread.setPriority(priority);
        }
    }
}
