package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.stream.JsonCursor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads answers that are one JSON object, not a stream. */
final class WholeReader implements ResponseReader {
  private static final int MOST_BODY_BYTES = 64 * 1024 * 1024;
  private static final byte[] ERROR = name("error");
  private static final byte[] OBJECT = name("object");
  private static final byte[] SUCCESS = name("success");
  private static final byte[] USAGE = name("usage");
  private static final byte[] METRICS = name("metrics");
  private static final byte[] COMPLETION_TOKENS = name("completion_tokens");
  private static final byte[] PROMPT_TOKENS = name("prompt_tokens");

  private final JsonCursor json = new JsonCursor();
  private Answer answer = new Answer();
  private byte[] kept = new byte[0];
  private int length;
  private boolean tooLong;

  @Override
  public void begin(Answer answer, String contentType) {
    this.answer = answer;
    length = 0;
    tooLong = false;
  }

  @Override
  public void body(byte[] bytes, int from, int to, long nanos) {
    answer.arrived(nanos);
    if (length == 0) {
      answer.event(nanos);
    }
    keep(bytes, from, to);
  }

  @Override
  public void end() {
    if (!read()) {
      answer.malformed();
    }
  }

  void keep(byte[] bytes, int from, int to) {
    int more = to - from;
    if (tooLong || length + more > MOST_BODY_BYTES) {
      tooLong = true;
      return;
    }
    if (length + more > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(2 * kept.length, Math.max(1024, length + more)));
    }
    System.arraycopy(bytes, from, kept, length, more);
    length += more;
  }

  /** Whether what came is an object that tells an error; the answer then knows. */
  boolean tellsError() {
    return read() && answer.hasError();
  }

  private boolean read() {
    json.over(kept, 0, length);
    if (tooLong || !json.enterObject()) {
      return false;
    }
    while (json.nextMember()) {
      if (json.is(ERROR)) {
        noteErrorIf(json.nonNull());
      } else if (json.is(OBJECT)) {
        noteErrorIf(json.string() && json.is(ERROR));
      } else if (json.is(SUCCESS)) {
        noteErrorIf(json.isFalse());
      } else if (json.is(USAGE)) {
        usage();
      } else if (json.is(METRICS)) {
        ServerTimes.read(json, answer);
      } else {
        json.skipValue();
      }
    }
    return json.atEnd();
  }

  private void noteErrorIf(boolean told) {
    if (told) {
      answer.error();
    }
  }

  private void usage() {
    if (!json.enterObject()) {
      return;
    }
    long prompt = Answer.UNKNOWN;
    long completion = Answer.UNKNOWN;
    while (json.nextMember()) {
      if (json.is(COMPLETION_TOKENS)) {
        completion = json.integer(Answer.UNKNOWN);
      } else if (json.is(PROMPT_TOKENS)) {
        prompt = json.integer(Answer.UNKNOWN);
      } else {
        json.skipValue();
      }
    }
    answer.usage(prompt, completion);
  }

  private static byte[] name(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
