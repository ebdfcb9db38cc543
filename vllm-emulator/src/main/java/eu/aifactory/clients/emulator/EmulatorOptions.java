package eu.aifactory.clients.emulator;

import java.time.Duration;
import java.util.List;

/**
 * Everything that shapes the emulator, immutable. Made by {@link #builder()} or read from a command
 * line by {@link #parse}.
 *
 * @param port TCP port, 0 for any free one
 * @param eventLoops number of threads that serve connections
 * @param firstToken time from admission to the first token
 * @param betweenTokens time from one token to the next, counted from admission so that delays do
 *     not add up
 * @param outputTokens natural end of an answer in tokens, 0 for none: then an answer ends at its
 *     max_tokens
 * @param defaultMaxTokens max_tokens of requests that name none
 * @param streamInterval tokens a chunk, as vLLM's --stream-interval: the first token comes alone
 * @param prefixCaching whether it counts the tokens of prompts that it saw before
 * @param truthCapacity number of requests whose send times are kept, 0 for none
 * @param warmUp for how long a program serves requests of its own before it listens, 0 for none;
 *     {@link VllmEmulator#start} does without
 */
public record EmulatorOptions(
    String host,
    int port,
    int eventLoops,
    boolean epoll,
    String servedModelName,
    int maxModelLen,
    int maxNumSeqs,
    Duration firstToken,
    Duration betweenTokens,
    int outputTokens,
    int defaultMaxTokens,
    int streamInterval,
    RoleChunk roleChunk,
    boolean burst,
    boolean coalesce,
    String apiKey,
    Wire wire,
    Duration keepAlive,
    Duration serviceStart,
    boolean prefixCaching,
    int truthCapacity,
    Duration warmUp,
    List<Fault> faults) {

  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 8000;
  public static final int DEFAULT_EVENT_LOOPS = 1;
  public static final String DEFAULT_MODEL = "emulated-model";
  public static final int DEFAULT_MAX_MODEL_LEN = 8192;
  public static final int DEFAULT_MAX_NUM_SEQS = 256;
  public static final Duration DEFAULT_FIRST_TOKEN = Duration.ofMillis(50);
  public static final Duration DEFAULT_BETWEEN_TOKENS = Duration.ofMillis(10);
  public static final int DEFAULT_MAX_TOKENS = 128;
  public static final Duration DEFAULT_KEEP_ALIVE = Duration.ofSeconds(5);
  public static final Duration DEFAULT_SERVICE_START = Duration.ofMillis(500);
  public static final int DEFAULT_TRUTH_CAPACITY = 50_000;

  /** When a streamed chat answer sends the chunk that carries the role and no token. */
  public enum RoleChunk {
    WITH_FIRST_TOKEN,
    AT_ADMISSION
  }

  /**
   * The switches of {@code vllm serve} that change the bytes on the wire.
   *
   * @param serverLoadTracking whether /load counts; without it /load answers 404 here
   */
  public record Wire(
      boolean perRequestMetrics,
      boolean promptTokensDetails,
      boolean requestIdHeaders,
      boolean forceIncludeUsage,
      boolean serverLoadTracking) {
    /** Every switch off, as vLLM starts. */
    public static final Wire PLAIN = new Wire(false, false, false, false, false);
  }

  public EmulatorOptions {
    faults = List.copyOf(faults);
  }

  /** All defaults. */
  public static EmulatorOptions defaults() {
    return builder().build();
  }

  /** The same at a pace of its own, on any port of this machine, without faults. */
  EmulatorOptions forRehearsal(Duration pace) {
    return new EmulatorOptions(
        DEFAULT_HOST,
        0,
        eventLoops,
        epoll,
        servedModelName,
        DEFAULT_MAX_MODEL_LEN,
        DEFAULT_MAX_NUM_SEQS,
        pace,
        pace,
        0,
        defaultMaxTokens,
        streamInterval,
        roleChunk,
        burst,
        coalesce,
        apiKey,
        wire,
        DEFAULT_KEEP_ALIVE,
        serviceStart,
        prefixCaching,
        truthCapacity,
        Duration.ZERO,
        List.of());
  }

  /** A builder that starts from the defaults. */
  public static EmulatorOptionsBuilder builder() {
    return new EmulatorOptionsBuilder();
  }

  /**
   * Reads a command line such as {@code --port 0 --ttft-ms 20}.
   *
   * @throws InvalidOptionException naming the value at fault in one sentence
   */
  public static EmulatorOptions parse(String... args) {
    return new CommandLine().parse(List.of(args));
  }
}
