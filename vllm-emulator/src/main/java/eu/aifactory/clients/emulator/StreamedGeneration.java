package eu.aifactory.clients.emulator;

import eu.aifactory.clients.emulator.EmulatorOptions.RoleChunk;
import java.util.List;

/** An answer that is sent as server-sent events while its tokens fall due. */
final class StreamedGeneration extends Generation {
  /** After so many events in a row another stream whose tokens are overdue gets its turn. */
  private static final int EVENTS_A_VISIT = 32;

  private static final byte[] DONE = Bytes.of("[DONE]");
  private static final double NANOS_PER_SECOND = 1e9;

  private enum Step {
    ROLE,
    TOKENS,
    USAGE,
    DONE,
    END
  }

  private final EventStream events;
  private final Bytes scratch;
  private Step step;
  private int sent;
  private boolean parked;
  private boolean broken;

  StreamedGeneration(
      Engine engine,
      Connection connection,
      HttpCall call,
      GenerationRequest request,
      List<Fault> faults) {
    super(engine, connection, call, request, faults);
    events = new EventStream(connection, shape(), truth(), () -> due(System.nanoTime()));
    scratch = connection.scratch();
    step = request.chat() ? Step.ROLE : Step.TOKENS;
  }

  @Override
  void beforeAdmission() {
    truth().headers(System.nanoTime());
    connection().writeEventStreamHead();
  }

  @Override
  void afterAdmission() {
    long now = System.nanoTime();
    if (nextDeadline() - now > 0) {
      connection().flush();
      connection().deadlines().add(this, nextDeadline());
    } else {
      due(now);
    }
  }

  @Override
  public void writable() {
    if (parked) {
      parked = false;
      due(System.nanoTime());
    }
  }

  @Override
  public void due(long nowNanos) {
    long now = nowNanos;
    int most = engine().options().burst() ? Integer.MAX_VALUE : EVENTS_A_VISIT;
    for (int left = most; !ended() && !events.busy(); left--) {
      long deadline = nextDeadline();
      if (deadline - now > 0 || left == 0) {
        events.pause();
        connection().deadlines().add(this, deadline);
        return;
      }
      if (!connection().writable()) {
        parked = true;
        return;
      }
      if (breaks()) {
        breakOff(shape().breakage().orElseThrow());
        return;
      }
      sendNext(deadline);
      now = System.nanoTime();
    }
  }

  @Override
  void discard() {
    events.discard();
  }

  private long nextDeadline() {
    EmulatorOptions options = engine().options();
    return switch (step) {
      case ROLE ->
          options.roleChunk() == RoleChunk.AT_ADMISSION
              ? admittedNanos()
              : options.burst() ? lastDeadline() : tokenDeadline(0);
      case TOKENS -> options.burst() ? lastDeadline() : tokenDeadline(sent + tokensAhead() - 1);
      case USAGE, DONE, END -> lastDeadline();
    };
  }

  /** Tokens of the next chunk: the first comes alone, then as many as the stream interval says. */
  private int tokensAhead() {
    int interval = sent == 0 ? 1 : engine().options().streamInterval();
    int most = Math.min(interval, request().outputTokens() - sent);
    return shape().breakage().isPresent() && !broken
        ? Math.max(1, Math.min(most, tokensBeforeBreak() - sent))
        : most;
  }

  private int tokensBeforeBreak() {
    int after = shape().breakage().map(Fault::after).orElse(Integer.MAX_VALUE);
    return Math.min(after, request().outputTokens() - 1);
  }

  private boolean breaks() {
    return !broken
        && step == Step.TOKENS
        && shape().breakage().isPresent()
        && sent >= tokensBeforeBreak();
  }

  private void sendNext(long deadline) {
    scratch.clear();
    switch (step) {
      case ROLE -> {
        bodies().role(scratch);
        step = Step.TOKENS;
        events.send(scratch, ChunkKind.ROLE, 0, deadline);
      }
      case TOKENS -> sendTokens(tokensAhead(), deadline);
      case USAGE -> {
        bodies().usageChunk(scratch, cachedDetails(), Engine.FINGERPRINT, serverTimes(""));
        step = Step.DONE;
        events.send(scratch, ChunkKind.USAGE, 0, deadline);
      }
      case DONE -> {
        step = Step.END;
        if (shape().done()) {
          events.send(scratch.put(DONE), ChunkKind.DONE, 0, deadline);
        }
      }
      case END -> finish(true, request().finishReason());
    }
  }

  private void sendTokens(int tokens, long deadline) {
    bodies().tokens(scratch, sent, tokens);
    sent += tokens;
    if (sent == request().outputTokens()) {
      step = request().includeUsage() ? Step.USAGE : Step.DONE;
    }
    generated(tokens, System.nanoTime());
    events.send(scratch, ChunkKind.TOKEN, tokens, deadline);
  }

  private void finish(boolean completed, String outcome) {
    truth().stamp(System.nanoTime());
    end(completed, outcome);
    events.end();
    connection().answered();
  }

  private String cachedDetails() {
    if (!engine().options().wire().promptTokensDetails()) {
      return "";
    }
    return request().chat()
        ? ",\"prompt_tokens_details\":{\"cached_tokens\":%d,\"created_cache_tokens\":0}"
            .formatted(request().cachedTokens())
        : ",\"prompt_tokens_details\":{\"cached_tokens\":%d}".formatted(request().cachedTokens());
  }

  private void breakOff(Fault fault) {
    broken = true;
    events.flush();
    String outcome = fault.kind().wireName();
    switch (fault.kind()) {
      case STALL -> {
        if (fault.seconds() > 0) {
          long until = System.nanoTime() + Math.round(fault.seconds() * NANOS_PER_SECOND);
          connection().deadlines().add(this, until);
        }
      }
      case STREAM_ERROR -> {
        scratch.clear().put(streamError());
        events.send(scratch, ChunkKind.ERROR, 0, System.nanoTime());
        scratch.clear().put(DONE);
        events.send(scratch, ChunkKind.DONE, 0, System.nanoTime());
        finish(false, outcome);
      }
      case TRUNCATE_CLEAN -> finish(false, outcome);
      case TRUNCATE -> {
        end(false, outcome);
        connection().close();
      }
      default -> {
        end(false, outcome);
        connection().reset();
      }
    }
  }

  private static String streamError() {
    return RefusedException.spaced(
        500,
        "InternalServerError",
        "EngineCore encountered an issue. See stack trace (above) for the root cause.");
  }
}
