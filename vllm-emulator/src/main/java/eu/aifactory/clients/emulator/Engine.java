package eu.aifactory.clients.emulator;

import java.util.concurrent.atomic.AtomicLong;

/** What all generation requests of an emulator share. */
record Engine(
    EmulatorOptions options,
    Admission admission,
    EngineMetrics metrics,
    TruthLog truth,
    FaultPlan faults,
    PrefixCache prefixes,
    AtomicLong answers) {
  static final String VERSION = "0.32.0+emulator.1";
  static final int MOST_BLOCKS = 1 << 17;
  static final String FINGERPRINT = "vllm-emulator-" + VERSION;

  static Engine of(EmulatorOptions options) {
    return new Engine(
        options,
        new Admission(options.maxNumSeqs()),
        new EngineMetrics(options.maxModelLen()),
        new TruthLog(options.truthCapacity()),
        new FaultPlan(options.faults()),
        new PrefixCache(MOST_BLOCKS),
        new AtomicLong());
  }
}
