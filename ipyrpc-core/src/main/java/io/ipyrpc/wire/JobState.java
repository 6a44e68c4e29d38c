package io.ipyrpc.wire;

import java.util.Locale;
import java.util.Optional;

/** The states of a job (§4); every job ends in exactly one that is terminal. */
public enum JobState {
    /** It waits for a worker. */
    QUEUED,
    /** Its function runs. */
    RUNNING,
    /** Its function was told to stop and still runs. */
    CANCELLING,
    /** Its function returned. */
    SUCCEEDED,
    /** Its function threw, or could not be called, or ran out of time. */
    FAILED,
    /** It was cancelled. */
    CANCELLED,
    /** Its worker is gone and nothing may run it again. */
    LOST;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Whether nothing more can happen to the job. */
    public boolean isTerminal() {
        return ordinal() >= SUCCEEDED.ordinal();
    }

    /** The name on the wire. */
    public String wireName() {
        return wireName;
    }

    /** The state of that wire name, or empty. */
    public static Optional<JobState> of(String wireName) {
        for (JobState state : values()) {
            if (state.wireName.equals(wireName)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /** The wire name. */
    @Override
    public String toString() {
        return wireName;
    }
}
