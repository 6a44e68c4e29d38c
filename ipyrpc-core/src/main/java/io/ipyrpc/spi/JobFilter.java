package io.ipyrpc.spi;

import io.ipyrpc.wire.JobState;
import io.ipyrpc.wire.JobStatus;
import java.time.Instant;
import java.util.Objects;

/**
 * Which jobs a listing is about.
 *
 * @param owner those of that owner; null = those without one
 * @param state those in that state, or null for any
 * @param function those of that function, or null for any
 * @param since those submitted then or later, or null for any
 * @param limit how many at the most, the newest
 */
public record JobFilter(String owner, JobState state, String function, Instant since, int limit) {
    /** Checks the limit. */
    public JobFilter {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + ", must be at least 1");
        }
    }

    /** Whether the filter lets that job through, but for the limit. */
    public boolean matches(JobStatus status) {
        return Objects.equals(owner, status.owner())
                && (state == null || state == status.state())
                && (function == null || function.equals(status.function()))
                && (since == null || !status.created().isBefore(since));
    }
}
