package eu.aifactory.clients.emulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/** An answer that is sent as one JSON document when its last token falls due. */
final class WholeGeneration extends Generation {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Makes the reply's body out of the answer's escaped text and its usage object. */
  interface Layout extends BiFunction<String, String, String> {}

  private final Layout layout;
  private boolean stalled;

  WholeGeneration(
      Engine engine,
      Connection connection,
      HttpCall call,
      GenerationRequest request,
      List<Fault> faults,
      Layout layout) {
    super(engine, connection, call, request, faults);
    this.layout = layout;
  }

  WholeGeneration(
      Engine engine,
      Connection connection,
      HttpCall call,
      GenerationRequest request,
      List<Fault> faults) {
    super(engine, connection, call, request, faults);
    layout = request.chat() ? this::chat : this::completion;
  }

  @Override
  void beforeAdmission() {}

  @Override
  void afterAdmission() {
    connection().deadlines().add(this, lastDeadline());
  }

  @Override
  public void writable() {}

  @Override
  void discard() {}

  @Override
  public void due(long nowNanos) {
    if (ended()) {
      return;
    }
    if (shape().breakage().isPresent() && !stalled) {
      breakOff(shape().breakage().orElseThrow());
      return;
    }
    int tokens = request().outputTokens();
    generated(tokens, System.nanoTime());
    HttpReply reply = HttpReply.json(body());
    truth().chunk(ChunkKind.TOKEN, tokens, lastDeadline());
    long now = System.nanoTime();
    truth().headers(now);
    truth().stamp(now);
    end(true, request().finishReason());
    connection().reply(reply);
  }

  private String body() {
    Bytes text = new Bytes();
    bodies().text(text);
    return layout.apply(text(text), usage());
  }

  private String chat(String text, String usage) {
    return ("{\"id\":%s,\"object\":\"chat.completion\",\"created\":%d,\"model\":%s,"
            + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%s\","
            + "\"refusal\":null,\"annotations\":null,\"audio\":null,\"function_call\":null,"
            + "\"reasoning\":null},\"logprobs\":null,\"finish_reason\":\"%s\","
            + "\"stop_reason\":null,\"token_ids\":%s,\"routed_experts\":null}],"
            + "\"service_tier\":null,\"system_fingerprint\":\"%s\",\"usage\":%s,"
            + "\"prompt_logprobs\":null,\"prompt_token_ids\":%s,\"prompt_text\":null,"
            + "\"kv_transfer_params\":null,\"ec_transfer_params\":null%s}")
        .formatted(
            Json.quote(request().id()),
            System.currentTimeMillis() / 1000,
            Json.quote(engine().options().servedModelName()),
            text,
            request().finishReason(),
            tokenIds(),
            Engine.FINGERPRINT,
            usage,
            promptIds(),
            metrics());
  }

  private String completion(String text, String usage) {
    return ("{\"id\":%s,\"object\":\"text_completion\",\"created\":%d,\"model\":%s,"
            + "\"choices\":[{\"index\":0,\"text\":\"%s\",\"logprobs\":null,"
            + "\"finish_reason\":\"%s\",\"stop_reason\":null,\"token_ids\":%s,"
            + "\"prompt_logprobs\":null,\"prompt_token_ids\":%s,\"routed_experts\":null}],"
            + "\"service_tier\":null,\"system_fingerprint\":\"%s\",\"usage\":%s,"
            + "\"kv_transfer_params\":null,\"ec_transfer_params\":null%s}")
        .formatted(
            Json.quote(request().id()),
            System.currentTimeMillis() / 1000,
            Json.quote(engine().options().servedModelName()),
            text,
            request().finishReason(),
            tokenIds(),
            promptIds(),
            Engine.FINGERPRINT,
            usage,
            metrics());
  }

  private String usage() {
    String cached =
        !engine().options().wire().promptTokensDetails()
            ? "null"
            : "{\"cached_tokens\":%d,\"created_cache_tokens\":0,\"multimodal_tokens\":null}"
                .formatted(request().cachedTokens());
    return ("{\"prompt_tokens\":%d,\"total_tokens\":%d,\"completion_tokens\":%d,"
            + "\"prompt_tokens_details\":%s,\"completion_tokens_details\":null}")
        .formatted(
            request().promptTokens(),
            (long) request().promptTokens() + request().outputTokens(),
            request().outputTokens(),
            cached);
  }

  private String metrics() {
    String times = serverTimes(",\"speculative_decoding\":null");
    return times.isEmpty() ? ",\"metrics\":null" : times;
  }

  private String tokenIds() {
    Bytes ids = new Bytes();
    bodies().tokenIds(ids, 0, request().outputTokens());
    return text(ids);
  }

  private String promptIds() {
    Bytes ids = new Bytes();
    bodies().promptIds(ids);
    return text(ids);
  }

  private static String text(Bytes bytes) {
    return new String(bytes.array(), 0, bytes.length(), StandardCharsets.UTF_8);
  }

  private void breakOff(Fault fault) {
    String outcome = fault.kind().wireName();
    switch (fault.kind()) {
      case STALL -> {
        stalled = true;
        if (fault.seconds() > 0) {
          long until = System.nanoTime() + Math.round(fault.seconds() * NANOS_PER_SECOND);
          connection().deadlines().add(this, until);
        }
      }
      case STREAM_ERROR -> {
        end(false, outcome);
        connection()
            .reply(
                HttpReply.json(
                    500,
                    RefusedException.error(
                        500, "InternalServerError", "EngineCore encountered an issue.", "")));
      }
      case RESET -> {
        end(false, outcome);
        connection().reset();
      }
      default -> {
        byte[] body = Bytes.of(body());
        end(false, outcome);
        connection()
            .replyInPart(HttpReply.json(""), body.length, Arrays.copyOf(body, body.length / 2));
      }
    }
  }
}
