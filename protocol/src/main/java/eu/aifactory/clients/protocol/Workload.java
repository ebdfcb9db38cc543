package eu.aifactory.clients.protocol;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbTransient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

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
 * @param classes kinds of requests that share the load by their weights; empty when all requests
 *     are of one kind
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
    Records records,
    List<WorkloadClass> classes) {

  public static final String DEFAULT_CLIENT = "vllm";
  public static final String SERVER_AUTO = "auto";
  public static final String SERVER_VLLM = "vllm";
  public static final String SERVER_AI = "ai-server";
  public static final String API_CHAT = "chat";
  public static final String API_COMPLETIONS = "completions";
  public static final long DEFAULT_SEED = 42;

  @JsonbCreator
  public Workload {
    client = client == null ? DEFAULT_CLIENT : client;
    server = server == null ? SERVER_AUTO : server;
    api = api == null ? API_CHAT : api;
    load = load == null ? Load.closed(null, null) : load;
    prompts = (prompts == null ? new Prompts(null, null, null) : prompts).settled(api, server);
    output = (output == null ? new Output(null, null, null, null) : output).settled(prompts);
    slo = slo == null ? new Slo(null, null, null, null) : slo;
    limits = limits == null ? new Limits(null, null, null) : limits;
    seed = seed == null ? DEFAULT_SEED : seed;
    records = records == null ? new Records(null, null, null) : records;
    classes = classes == null ? List.of() : List.copyOf(classes);
  }

  /** A workload whose requests are all of one kind. */
  public Workload(
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
    this(
        client,
        serverAddr,
        server,
        api,
        model,
        load,
        prompts,
        output,
        slo,
        limits,
        seed,
        records,
        null);
  }

  /**
   * The workload that a group gets when it names none: closed loop for 30 s over shipped prompts.
   */
  public static Workload standard() {
    return new Workload(null, null, null, null, null, null, null, null, null, null, null, null);
  }

  public Workload withLoad(Load other) {
    return new Workload(
        client,
        serverAddr,
        server,
        api,
        model,
        other,
        prompts,
        output,
        slo,
        limits,
        seed,
        records,
        classes);
  }

  /** The same with other prompts, and without classes. */
  public Workload withPrompts(Prompts other) {
    return new Workload(
        client, serverAddr, server, api, model, load, other, output, slo, limits, seed, records);
  }

  public Workload withServerAddr(String other) {
    return new Workload(
        client, other, server, api, model, load, prompts, output, slo, limits, seed, records,
        classes);
  }

  public Workload withRecords(Records other) {
    return new Workload(
        client,
        serverAddr,
        server,
        api,
        model,
        load,
        prompts,
        output,
        slo,
        limits,
        seed,
        other,
        classes);
  }

  /**
   * What the requests of one class are: the class's own members where it has them, this workload's
   * elsewhere, and no classes.
   */
  public Workload of(WorkloadClass part) {
    return new Workload(
        client,
        serverAddr,
        server,
        part.api() == null ? api : part.api(),
        model,
        load,
        promptsOf(part),
        part.output() == null ? output : part.output(),
        part.slo() == null ? slo : part.slo(),
        limits,
        seed,
        records);
  }

  /** Another API may need another way to keep lengths. */
  private Prompts promptsOf(WorkloadClass part) {
    if (part.prompts() != null) {
      return part.prompts();
    }
    return part.api() == null || part.api().equals(api) ? prompts : prompts.unsettled();
  }

  /** What the requests of each class must keep; one where no classes are named. */
  public List<Slo> slos() {
    return classes.isEmpty()
        ? List.of(slo)
        : classes.stream().map(part -> part.slo() == null ? slo : part.slo()).toList();
  }

  /** Tokens that no answer has more of, whatever its class; what a file's own limits say apart. */
  public long mostAnswerTokens() {
    return Stream.concat(
            Stream.of(output), classes.stream().map(WorkloadClass::output).filter(Objects::nonNull))
        .mapToLong(Output::mostTokens)
        .max()
        .orElseThrow();
  }

  /** Whether any request is held to something. */
  public boolean hasSlo() {
    return !slos().stream().allMatch(Slo::asksNothing);
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
   * The shape of the load. Of duration and requests, whichever ends first ends it; with neither
   * given, {@link #DEFAULT_DURATION_SECONDS} holds. Times and rates are those of the whole group.
   *
   * @param kind {@code closed}: each client sends its next request when the last one has ended;
   *     {@code constant}, {@code poisson} and {@code gamma}: requests arrive at a rate whatever the
   *     server does; {@code burst}; {@code trace}: at the times of the prompt file; {@code stages}
   * @param durationSeconds no request is due later than this after the start; those in flight are
   *     then left to end within {@link Limits#totalSeconds()}
   * @param requests how many the whole group sends; of conversations, how many begin
   * @param rate requests per second of constant, poisson and gamma
   * @param burstiness of gamma: the shape of the gaps' distribution; 1 is Poisson, less is burstier
   * @param ramp lets the rate change until the end of the duration, or {@code null}
   * @param burst of kind burst
   * @param clients of a closed stage: how many of the group's clients take part; {@code null} is
   *     all
   * @param maxInFlight most requests in flight of arrivals; the others wait, and stay due when they
   *     were. {@code null}: as many as arrive
   * @param warmupSeconds of load like the first stage's before it; no part of the figures
   * @param stages of kind stages, one after the other without a drain
   * @param sweep runs the shape at one rate after the other, or {@code null}
   * @param search looks for the highest rate that keeps the SLO, or {@code null}
   * @param stop what ends the load early, or {@code null}
   */
  public record Load(
      String kind,
      Double durationSeconds,
      Long requests,
      Double rate,
      Double burstiness,
      Ramp ramp,
      Burst burst,
      Integer clients,
      Integer maxInFlight,
      Double warmupSeconds,
      List<Load> stages,
      Sweep sweep,
      Search search,
      Stop stop) {
    public static final String CLOSED = "closed";
    public static final String CONSTANT = "constant";
    public static final String POISSON = "poisson";
    public static final String GAMMA = "gamma";
    public static final String BURST = "burst";
    public static final String TRACE = "trace";
    public static final String STAGES = "stages";
    public static final double DEFAULT_DURATION_SECONDS = 30;

    public Load {
      boolean hasRate = rate != null || sweep != null || search != null;
      String without = stages != null ? STAGES : hasRate ? POISSON : CLOSED;
      kind = kind == null ? without : kind;
      boolean endsByItself = STAGES.equals(kind) || TRACE.equals(kind);
      // Boxed: a choice between double and Double would unbox a duration that is not there.
      durationSeconds =
          durationSeconds == null && requests == null && !endsByItself
              ? Double.valueOf(DEFAULT_DURATION_SECONDS)
              : durationSeconds;
      stages = stages == null ? null : List.copyOf(stages);
    }

    /** Closed loop with all clients; either may be {@code null}. */
    public static Load closed(Double durationSeconds, Long requests) {
      return of(CLOSED).duration(durationSeconds).requests(requests).build();
    }

    /** Stages, one after the other. */
    public static Load staged(List<Load> stages) {
      return of(STAGES).stages(stages).build();
    }

    /** To be filled. */
    public static LoadBuilder of(String kind) {
      return new LoadBuilder(kind);
    }

    /** To be changed. */
    public LoadBuilder toBuilder() {
      return new LoadBuilder(this);
    }

    /** Whether requests arrive by a schedule of their own. */
    @JsonbTransient
    public boolean isOpen() {
      return !CLOSED.equals(kind) && !STAGES.equals(kind);
    }

    /** Whether each stage depends on what came out of the one before. */
    @JsonbTransient
    public boolean isAdaptive() {
      return sweep != null || search != null;
    }
  }

  /**
   * A rate that changes.
   *
   * @param to requests per second at the end; it begins with {@link Load#rate()}
   * @param curve {@code linear} or {@code exponential} in time
   */
  public record Ramp(Double to, String curve) {
    public static final String LINEAR = "linear";
    public static final String EXPONENTIAL = "exponential";

    public Ramp {
      curve = curve == null ? LINEAR : curve;
    }
  }

  /**
   * Requests that arrive at once, again and again.
   *
   * @param size requests of one burst
   * @param everySeconds from one burst to the next
   */
  public record Burst(Integer size, Double everySeconds) {}

  /**
   * Rates to try one after the other, until the server is over-saturated.
   *
   * @param from lowest rate, requests per second
   * @param to highest rate
   * @param steps rates in all, both included
   * @param spacing {@code geometric} or {@code linear}
   */
  public record Sweep(Double from, Double to, Integer steps, String spacing) {
    public static final int DEFAULT_STEPS = 8;
    public static final String GEOMETRIC = "geometric";
    public static final String LINEAR = "linear";

    public Sweep {
      steps = steps == null ? DEFAULT_STEPS : steps;
      spacing = spacing == null ? GEOMETRIC : spacing;
    }
  }

  /**
   * A search by bisection for the highest rate at which the SLO is kept.
   *
   * @param from a rate that is believed to keep it, requests per second
   * @param to a rate that is believed not to
   * @param attainment share of requests that must keep the SLO
   * @param confidence with which a rate is said to keep it
   * @param precision the search ends when the bounds are closer than this share of the upper one
   * @param mostStages or after so many stages
   */
  public record Search(
      Double from,
      Double to,
      Double attainment,
      Double confidence,
      Double precision,
      Integer mostStages) {
    public static final double DEFAULT_ATTAINMENT = 0.9;
    public static final double DEFAULT_CONFIDENCE = 0.95;
    public static final double DEFAULT_PRECISION = 0.05;
    public static final int DEFAULT_MOST_STAGES = 12;

    public Search {
      attainment = attainment == null ? DEFAULT_ATTAINMENT : attainment;
      confidence = confidence == null ? DEFAULT_CONFIDENCE : confidence;
      precision = precision == null ? DEFAULT_PRECISION : precision;
      mostStages = mostStages == null ? DEFAULT_MOST_STAGES : mostStages;
    }
  }

  /**
   * What ends the load before its time; {@code null} members end nothing.
   *
   * @param errors this many failed requests
   * @param errorShare more than this share of the requests that ended failed, of at least {@code
   *     sample}
   * @param sample see {@code errorShare}
   * @param overSaturation whether requests in flight that keep growing in number do
   */
  public record Stop(Long errors, Double errorShare, Long sample, Boolean overSaturation) {
    public static final long DEFAULT_SAMPLE = 100;

    public Stop {
      sample = sample == null ? Long.valueOf(DEFAULT_SAMPLE) : sample;
      overSaturation = overSaturation != null && overSaturation;
    }
  }

  /**
   * Where prompts come from.
   *
   * @param source {@code shipped} (the project's own file), {@code file}, {@code synthetic} (words
   *     or token ids drawn from the seed) or {@code trace} (synthetic, with the lengths of a file)
   * @param format of the file: {@code sharegpt}, {@code jsonl}, {@code csv} or {@code text}, of a
   *     trace {@code mooncake}, {@code azure} or {@code burstgpt}; {@code null} tells it by the
   *     file's ending, or by a trace's first line
   * @param path of the file, on the machine where the agent runs
   * @param inputTokens lengths of synthetic prompts in tokens, a shared prefix not counted
   * @param sharedPrefix what synthetic prompts begin with, or {@code null}
   * @param exact how synthetic lengths are kept: {@code token_ids} sends ids instead of text,
   *     {@code tokenize} has the server count, {@code none} takes a word for a token; {@code null}
   *     for {@code token_ids} with {@code completions} and {@code tokenize} with {@code chat}
   * @param speed how many times as fast as recorded a trace's requests come; 1 when {@code null}
   * @param conversations makes each arrival a conversation of several requests, or {@code null}
   */
  public record Prompts(
      String source,
      String format,
      String path,
      Distribution inputTokens,
      SharedPrefix sharedPrefix,
      String exact,
      Double speed,
      Conversations conversations) {
    public static final String SHIPPED = "shipped";
    public static final String FILE = "file";
    public static final String SYNTHETIC = "synthetic";
    public static final String TRACE = "trace";
    public static final String TOKEN_IDS = "token_ids";
    public static final String TOKENIZE = "tokenize";
    public static final String INEXACT = "none";
    static final Set<String> TRACE_FORMATS = Set.of("mooncake", "azure", "burstgpt");

    @JsonbCreator
    public Prompts {
      source = source == null ? source(format, path, inputTokens) : source;
    }

    /** Prompts that are shipped, or read from a file. */
    public Prompts(String source, String format, String path) {
      this(source, format, path, null, null, null, null, null);
    }

    private static String source(String format, String path, Distribution inputTokens) {
      if (path == null) {
        return inputTokens == null ? SHIPPED : SYNTHETIC;
      }
      return format != null && TRACE_FORMATS.contains(format) ? TRACE : FILE;
    }

    /** Whether the texts are made up, so that only their lengths are given. */
    public boolean areMadeUp() {
      return SYNTHETIC.equals(source) || TRACE.equals(source);
    }

    private Prompts settled(String api, String server) {
      if (exact != null || !areMadeUp()) {
        return this;
      }
      String fitting =
          SERVER_AI.equals(server) ? INEXACT : API_COMPLETIONS.equals(api) ? TOKEN_IDS : TOKENIZE;
      return withExact(fitting);
    }

    private Prompts unsettled() {
      return INEXACT.equals(exact) ? this : withExact(null);
    }

    /** The same with lengths kept in another way. */
    public Prompts withExact(String other) {
      return new Prompts(
          source, format, path, inputTokens, sharedPrefix, other, speed, conversations);
    }
  }

  /**
   * What synthetic prompts begin with, so that the server can keep it in its prefix cache.
   *
   * @param tokens of the prefix, before those of the prompt's own
   * @param groups different prefixes, of which each request gets one by its index; 1 when {@code
   *     null}
   */
  public record SharedPrefix(Integer tokens, Integer groups) {
    public SharedPrefix {
      groups = groups == null ? 1 : groups;
    }
  }

  /**
   * Requests that follow one another, each with the history before it. The history is that of the
   * data, not what the model answered, so that every run sends the same.
   *
   * @param turns requests of a conversation; of a file's conversation the most
   * @param thinkSeconds from the end of an answer to the next request, or {@code null} for none
   */
  public record Conversations(Distribution turns, Distribution thinkSeconds) {}

  /**
   * What is asked of the model for each request.
   *
   * @param maxTokens most tokens of an answer; {@code null} when {@code tokens} says it
   * @param minTokens least tokens, or {@code null} to leave it to the model
   * @param ignoreEos whether the model goes on after its end-of-text token, so that lengths are
   *     exact; by default only where lengths are given, by {@code tokens} or by a trace
   * @param temperature sampling temperature; 0 is greedy
   * @param tokens lengths of answers, drawn for each request, or {@code null}
   */
  public record Output(
      Integer maxTokens,
      Integer minTokens,
      Boolean ignoreEos,
      Double temperature,
      Distribution tokens) {
    public static final int DEFAULT_MAX_TOKENS = 128;

    @JsonbCreator
    public Output {
      // Boxed: a choice between int and Integer would unbox a limit that is not there.
      maxTokens =
          maxTokens == null && tokens == null ? Integer.valueOf(DEFAULT_MAX_TOKENS) : maxTokens;
      temperature = temperature == null ? 0.0 : temperature;
    }

    /** Answers that are all limited alike. */
    public Output(Integer maxTokens, Integer minTokens, Boolean ignoreEos, Double temperature) {
      this(maxTokens, minTokens, ignoreEos, temperature, null);
    }

    private long mostTokens() {
      if (maxTokens != null) {
        return maxTokens;
      }
      Double bound = Distribution.FIXED.equals(tokens.kind()) ? tokens.value() : tokens.max();
      return bound == null ? PromptsCheck.MOST_TOKENS : Math.round(bound);
    }

    private Output settled(Prompts prompts) {
      if (ignoreEos != null) {
        return this;
      }
      boolean lengthsGiven = tokens != null || Prompts.TRACE.equals(prompts.source());
      return new Output(maxTokens, minTokens, lengthsGiven, temperature, tokens);
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
