package io.ipyrpc.queue;

import java.util.Arrays;

/**
 * Jobs in the order in which they came. A bit for each place tells whether its job still waits: a place in the line is
 * counted 64 at a time, and a job leaves the middle without a search. Guarded by its queue's lock.
 */
final class Line {
    private static final int LEAST = Long.SIZE;

    private MemoryJob[] places = new MemoryJob[LEAST];
    private long[] taken = new long[1];
    private int first;
    private int next;
    private int size;

    int size() {
        return size;
    }

    void add(MemoryJob job) {
        if (next == places.length) {
            closeGaps();
        }
        put(job);
    }

    private void put(MemoryJob job) {
        places[next] = job;
        taken[next / Long.SIZE] |= 1L << next;
        job.place(next++);
        size++;
    }

    private void closeGaps() {
        MemoryJob[] before = places;
        int room = LEAST;
        while (room < 2 * size) {
            room *= 2;
        }
        places = new MemoryJob[room];
        taken = new long[room / Long.SIZE];
        first = 0;
        next = 0;
        size = 0;
        for (MemoryJob job : before) {
            if (job != null) {
                put(job);
            }
        }
    }

    /** The first, or null. */
    MemoryJob first() {
        if (size == 0) {
            return null;
        }
        while (places[first] == null) {
            first++;
        }
        return places[first];
    }

    /** Takes the first out, or gives null. */
    MemoryJob poll() {
        MemoryJob job = first();
        if (job != null) {
            remove(job);
        }
        return job;
    }

    /** Takes a job out; gives whether it was there. */
    boolean remove(MemoryJob job) {
        int place = job.place();
        if (place < 0) {
            return false;
        }
        places[place] = null;
        taken[place / Long.SIZE] &= ~(1L << place);
        job.place(-1);
        if (--size == 0) {
            first = 0;
            next = 0;
        }
        return true;
    }

    /** How many are before a job of the line. */
    int before(MemoryJob job) {
        int place = job.place();
        int count = Long.bitCount(taken[place / Long.SIZE] & (1L << place) - 1);
        for (int word = first / Long.SIZE; word < place / Long.SIZE; word++) {
            count += Long.bitCount(taken[word]);
        }
        return count;
    }

    void clear() {
        for (MemoryJob job = poll(); job != null; job = poll()) {
            // Each is told that it is out.
        }
        Arrays.fill(taken, 0);
    }
}
