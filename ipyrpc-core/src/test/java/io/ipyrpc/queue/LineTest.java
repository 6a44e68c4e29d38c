package io.ipyrpc.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ipyrpc.spi.JobRequest;
import io.ipyrpc.wire.Slices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LineTest {
    private static MemoryJob job(int id) {
        return new MemoryJob(
                new JobRequest("j" + id, "f", "json", Slices.EMPTY, Map.of(), null, Instant.EPOCH, true), 1_000);
    }

    @Test
    void doesAsAListDoes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            Line line = new Line();
            List<MemoryJob> model = new ArrayList<>();
            int longest = 1 + random.nextInt(500);
            for (int step = 0; step < 2_000; step++) {
                change(random, line, model, longest, step);
                assertEquals(model.size(), line.size(), () -> "seed " + seed);
                if (!model.isEmpty()) {
                    int place = random.nextInt(model.size());
                    assertEquals(place, line.before(model.get(place)), () -> "seed " + seed);
                }
            }
        }
    }

    private static void change(Random random, Line line, List<MemoryJob> model, int longest, int step) {
        int what = random.nextInt(4);
        if (model.size() < longest && (what < 2 || model.isEmpty())) {
            MemoryJob job = job(step);
            line.add(job);
            model.add(job);
        } else if (what == 2) {
            MemoryJob left = model.remove(random.nextInt(model.size()));
            assertTrue(line.remove(left));
            assertEquals(-1, left.place());
        } else {
            assertEquals(model.remove(0), line.poll());
        }
    }

    @Test
    void anEmptyLineGivesNothing() {
        Line line = new Line();
        MemoryJob job = job(1);
        assertNull(line.poll());
        assertEquals(false, line.remove(job));
        line.add(job);
        line.clear();
        assertNull(line.poll());
        assertEquals(-1, job.place());
    }
}
