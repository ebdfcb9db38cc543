package eu.aifactory.clients.emulator;

/** What the connections of one event loop share; only that loop may touch it. */
record LoopState(DeadlineQueue deadlines, Bytes scratch) {}
