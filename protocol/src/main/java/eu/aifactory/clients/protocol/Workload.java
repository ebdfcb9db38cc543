package eu.aifactory.clients.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What to send to the AI server and how. Every member is optional in JSON: the compact constructors
 * put the defaults in, {@link WorkloadCheck} says what cannot be.
 *
 * @param client name of the AI client, {@code vllm}
 * @param serverAddr AI server that overrides the service's own, or {@code null}
 * @param server what kind of AI server it is: {@code auto} asks it, {@code vllm} and {@code
 *     ai-server} force the answer
 * @param api {@code chat} or {@code completions}
 * @param model model to ask for; {@code null} takes the first that the server lists
 * @param seed from which every random choice of the run derives
 * @param records what is kept of each request by itself; no part of the load
 */
public record Workload(
    String client,
    String serverAddr,
    String server,
    String api,
    String model,
    Load load,
    Prompts prompts,
    Output output,
    Slo slo,
    Limits limits,
    Long seed,
    Records records) {

  public static final String DEFAULT_CLIENT = "vllm";
  public static final String SERVER_AUTO = "auto";
  public static final String SERVER_VLLM = "vllm";
  public static final String SERVER_AI = "ai-server";
  public static final String API_CHAT = "chat";
  public static final String API_COMPLETIONS = "completions";
  public static final long DEFAULT_SEED = 42;

  public Workload {
    client = client == null ? DEFAULT_CLIENT : client;
    server = server == null ? SERVER_AUTO : server;
    api = api == null ? API_CHAT : api;
    load = load == null ? new Load(null, null, null) : load;
    prompts = prompts == null ? new Prompts(null, null, null) : prompts;
    output = output == null ? new Output(null, null, null, null) : output;
    slo = slo == null ? new Slo(null, null, null, null) : slo;
    limits = limits == null ? new Limits(null, null, null) : limits;
    seed = seed == null ? DEFAULT_SEED : seed;
    records = records == null ? new Records(null, null, null) : records;
  }

  /**
   * The workload that a group gets when it names none: closed loop for 30 s over shipped prompts.
   */
  public static Workload standard() {
    return new Workload(null, null, null, null, null, null, null, null, null, null, null, null);
  }

  public Workload withLoad(Load other) {
    return new Workload(
        client, serverAddr, server, api, model, other, prompts, output, slo, limits, seed, records);
  }

  public Workload withServerAddr(String other) {
    return new Workload(
        client, other, server, api, model, load, prompts, output, slo, limits, seed, records);
  }

  public Workload withRecords(Records other) {
    return new Workload(
        client, serverAddr, server, api, model, load, prompts, output, slo, limits, seed, other);
  }

  /**
   * Names what was asked for, without where: two runs with one hash sent the same load, so their
   * figures can be compared. SHA-256 over the members in declaration order, the server and the
   * records left out.
   */
  public String hash() {
    String canonical = withServerAddr(null).withRecords(null).toString();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The shape of the load. With neither duration nor requests given, {@link
   * #DEFAULT_DURATION_SECONDS} holds; with both, whichever ends first ends the run.
   *
   * @param kind {@code closed}: each client sends its next request when the last one has ended
   * @param durationSeconds no request is sent later than this after the start; those in flight are
   *     then left to end within {@link Limits#totalSeconds()}
   * @param requests how many requests the whole group sends, over all agents
   */
  public record Load(String kind, Double durationSeconds, Long requests) {
    public static final String CLOSED = "closed";
    public static final double DEFAULT_DURATION_SECONDS = 30;

    public Load {
      kind = kind == null ? CLOSED : kind;
      // Boxed: a choice between double and Double would unbox a duration that is not there.
      durationSeconds =
          durationSeconds == null && requests == null
              ? Double.valueOf(DEFAULT_DURATION_SECONDS)
              : durationSeconds;
    }
  }

  /**
   * Where prompts come from.
   *
   * @param source {@code shipped} (the project's own file) or {@code file}
   * @param format of the file: {@code sharegpt}, {@code jsonl}, {@code csv} or {@code text}; {@code
   *     null} tells it by the file's ending
   * @param path of the file, on the machine where the agent runs
   */
  public record Prompts(String source, String format, String path) {
    public static final String SHIPPED = "shipped";
    public static final String FILE = "file";

    public Prompts {
      source = source == null ? (path == null ? SHIPPED : FILE) : source;
    }
  }

  /**
   * What is asked of the model for each request.
   *
   * @param maxTokens most tokens of an answer
   * @param minTokens least tokens, or {@code null} to leave it to the model
   * @param ignoreEos whether the model goes on after its end-of-text token, so that lengths are
   *     exact
   * @param temperature sampling temperature; 0 is greedy
   */
  public record Output(
      Integer maxTokens, Integer minTokens, Boolean ignoreEos, Double temperature) {
    public static final int DEFAULT_MAX_TOKENS = 128;

    public Output {
      maxTokens = maxTokens == null ? DEFAULT_MAX_TOKENS : maxTokens;
      ignoreEos = ignoreEos != null && ignoreEos;
      temperature = temperature == null ? 0.0 : temperature;
    }
  }

  /** What a request must keep to count as good; {@code null} members ask nothing. Milliseconds. */
  public record Slo(Double ttftMs, Double tpotMs, Double itlMs, Double e2eMs) {
    /** Whether no request is held to anything. */
    public boolean asksNothing() {
      return ttftMs == null && tpotMs == null && itlMs == null && e2eMs == null;
    }
  }

  /**
   * How long an agent waits for the AI server, in seconds.
   *
   * @param connectSeconds for a connection
   * @param idleSeconds between two reads of one answer, the first included
   * @param totalSeconds for a whole answer
   */
  public record Limits(Double connectSeconds, Double idleSeconds, Double totalSeconds) {
    public static final double DEFAULT_CONNECT_SECONDS = 10;
    public static final double DEFAULT_IDLE_SECONDS = 60;
    public static final double DEFAULT_TOTAL_SECONDS = 600;

    public Limits {
      connectSeconds = connectSeconds == null ? DEFAULT_CONNECT_SECONDS : connectSeconds;
      idleSeconds = idleSeconds == null ? DEFAULT_IDLE_SECONDS : idleSeconds;
      totalSeconds = totalSeconds == null ? DEFAULT_TOTAL_SECONDS : totalSeconds;
    }
  }

  /**
   * What is kept of each request by itself; {@code docs/records.md}.
   *
   * @param enabled whether each request leaves a record
   * @param tokenTimes whether a record also has the instant and the tokens of each chunk
   * @param maxBytes most bytes, compressed, that each agent keeps; requests after that leave none
   */
  public record Records(Boolean enabled, Boolean tokenTimes, Long maxBytes) {
    public static final long DEFAULT_MAX_BYTES = 256L << 20;

    public Records {
      enabled = enabled != null && enabled;
      tokenTimes = tokenTimes != null && tokenTimes;
      maxBytes = maxBytes == null ? DEFAULT_MAX_BYTES : maxBytes;
    }
  }
}
