package dev.seedlog.raft;

import java.util.List;

/** Records as the test log keeps them; each counts for one byte. */
record TestPayload(List<TestEntry> entries) implements RecordsPayload {

    static TestPayload of(List<TestEntry> entries) {
        return new TestPayload(List.copyOf(entries));
    }

    @Override
    public int sizeBytes() {
        return entries.size();
    }
}
