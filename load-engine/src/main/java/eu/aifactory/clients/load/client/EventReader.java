package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.stream.EventSink;
import eu.aifactory.clients.load.stream.EventSplitter;
import eu.aifactory.clients.load.stream.JsonCursor;
import java.nio.charset.StandardCharsets;

/**
 * Reads the streams of {@code /v1/chat/completions} and {@code /v1/completions}. Of an event's JSON
 * it looks at: choices (what was said, finish, token ids), usage, error, the server's own times.
 */
final class EventReader implements ResponseReader, EventSink {
  private static final int DONE_LENGTH = 6;

  private final EventSplitter splitter = new EventSplitter(this);
  private final WholeReader whole = new WholeReader();
  private final JsonCursor json = new JsonCursor();
  private final ChunkTemplate template = new ChunkTemplate();
  private Answer answer = new Answer();
  private boolean stream;
  private long nanos;
  private long bodyBytes;
  private long tokensBefore;
  private boolean countsKnown;

  private boolean anyChoice;
  private boolean anySpoken;
  private boolean anyText;
  private boolean anyContent;
  private boolean anyFinish;
  private boolean otherIndex;
  private long tokenIds;
  private long usagePrompt;
  private long usageCompletion;

  @Override
  public void begin(Answer answer, String contentType) {
    this.answer = answer;
    answer.streamed();
    // A server that answers JSON was not able to stream: an error, most of the time.
    stream = !contentType.contains("json") && !contentType.contains("html");
    tokensBefore = 0;
    countsKnown = true;
    bodyBytes = 0;
    splitter.begin();
    whole.begin(answer, contentType);
  }

  @Override
  public void body(byte[] bytes, int from, int to, long nanos) {
    this.nanos = nanos;
    answer.arrived(nanos);
    bodyBytes += to - from;
    if (!stream) {
      whole.keep(bytes, from, to);
      return;
    }
    splitter.feed(bytes, from, to);
    if (splitter.overflowed()) {
      answer.malformed();
    }
  }

  @Override
  public void end() {
    if (!stream) {
      if (!whole.tellsError()) {
        answer.malformed();
      }
      return;
    }
    splitter.end();
    if (answer.events() == 0 && splitter.strangeLines() > 0) {
      answer.malformed();
    }
  }

  @Override
  public void event(byte[] bytes, int from, int to) {
    answer.event(nanos);
    if (answer.isDone()) {
      return;
    }
    if (isDone(bytes, from, to)) {
      answer.done();
      return;
    }
    forgetEvent();
    if (template.matches(bytes, from, to)) {
      plainChunk();
    } else {
      walk(bytes, from, to);
    }
  }

  @Override
  public boolean takes(byte[] bytes, int from, int to) {
    if (answer.isDone() || !template.matches(bytes, from, to)) {
      return false;
    }
    answer.event(nanos);
    forgetEvent();
    plainChunk();
    return true;
  }

  private void plainChunk() {
    anyChoice = true;
    anySpoken = true;
    anyText = true;
    anyContent = template.content();
    usagePrompt = template.prompt();
    usageCompletion = template.completion();
    weigh();
  }

  private void walk(byte[] bytes, int from, int to) {
    json.over(bytes, from, to);
    template.walk();
    if (!json.enterObject()) {
      answer.malformed();
      return;
    }
    while (json.nextMember()) {
      member();
    }
    if (json.atEnd()) {
      weigh();
      template.learn(bytes, from, to);
    } else {
      answer.malformed();
    }
  }

  private static boolean isDone(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && bytes[end - 1] == ' ') {
      end--;
    }
    return end - from == DONE_LENGTH
        && bytes[from] == '['
        && bytes[from + 1] == 'D'
        && bytes[from + 2] == 'O'
        && bytes[from + 3] == 'N'
        && bytes[from + 4] == 'E'
        && bytes[from + 5] == ']';
  }

  private void forgetEvent() {
    anyChoice = false;
    anySpoken = false;
    anyText = false;
    anyContent = false;
    anyFinish = false;
    otherIndex = false;
    tokenIds = Answer.UNKNOWN;
    usagePrompt = Answer.UNKNOWN;
    usageCompletion = Answer.UNKNOWN;
  }

  private void member() {
    if (json.is(Names.CHOICES)) {
      if (json.enterArray()) {
        while (json.nextElement()) {
          choice();
        }
      }
    } else if (json.is(Names.USAGE)) {
      usage();
    } else if (json.is(Names.ERROR)) {
      if (json.nonNull()) {
        template.notPlain();
        answer.error();
      }
    } else if (json.is(Names.OBJECT)) {
      if (json.string() && json.is(Names.ERROR)) {
        template.notPlain();
        answer.error();
      }
    } else if (json.is(Names.METRICS)) {
      template.notPlain();
      ServerTimes.read(json, answer);
    } else {
      json.skipValue();
    }
  }

  private void choice() {
    if (!json.enterObject()) {
      return;
    }
    if (anyChoice) {
      template.notPlain();
    }
    anyChoice = true;
    boolean role = false;
    boolean text = false;
    boolean finish = false;
    while (json.nextMember()) {
      if (json.is(Names.DELTA)) {
        if (json.enterObject()) {
          while (json.nextMember()) {
            if (json.is(Names.ROLE)) {
              role |= json.nonNull();
            } else {
              text |= spoken();
            }
          }
        }
      } else if (json.is(Names.TEXT)) {
        text |= saidText(true);
      } else if (json.is(Names.FINISH_REASON)) {
        finish |= json.nonNull();
      } else if (json.is(Names.TOKEN_IDS)) {
        countTokenIds();
      } else if (json.is(Names.INDEX)) {
        otherIndex |= json.integer(0) != 0;
      } else {
        json.skipValue();
      }
    }
    if (role || finish || otherIndex) {
      template.notPlain();
    }
    anyText |= text;
    anyFinish |= finish;
    // A chunk that only names the role is none of the model's tokens, whenever the server sends it.
    anySpoken |= text || finish || !role;
  }

  /** Whether a member of a delta carries something that the model said. */
  private boolean spoken() {
    if (json.is(Names.CONTENT)) {
      return saidText(true);
    }
    if (json.is(Names.REASONING) || json.is(Names.REASONING_CONTENT) || json.is(Names.REFUSAL)) {
      return saidText(false);
    }
    if (json.is(Names.TOOL_CALLS)) {
      boolean any = json.arrayLength() > 0;
      if (any) {
        template.notPlain();
      }
      return any;
    }
    if (json.is(Names.FUNCTION_CALL)) {
      boolean any = json.nonNull();
      if (any) {
        template.notPlain();
      }
      return any;
    }
    json.skipValue();
    return false;
  }

  /**
   * @param content whether the text is no reasoning
   */
  private boolean saidText(boolean content) {
    boolean any = json.nonEmptyString();
    if (any) {
      anyContent |= content;
      template.text(json.textFrom(), json.textTo(), content);
    }
    return any;
  }

  private void countTokenIds() {
    int ids = json.arrayLength();
    if (ids >= 0) {
      template.notPlain();
      tokenIds = Math.max(0, tokenIds) + ids;
    }
  }

  private void usage() {
    if (!json.enterObject()) {
      return;
    }
    while (json.nextMember()) {
      if (json.is(Names.COMPLETION_TOKENS)) {
        usageCompletion = count(ChunkTemplate.Count.COMPLETION);
      } else if (json.is(Names.PROMPT_TOKENS)) {
        usagePrompt = count(ChunkTemplate.Count.PROMPT);
      } else {
        count(ChunkTemplate.Count.OTHER);
      }
    }
  }

  private long count(ChunkTemplate.Count kind) {
    long count = json.integer(Answer.UNKNOWN);
    if (count >= 0) {
      template.count(kind, json.integerFrom(), json.at());
    } else if (kind != ChunkTemplate.Count.OTHER) {
      template.notPlain();
    }
    return count;
  }

  private void weigh() {
    if (otherIndex) {
      answer.severalChoices();
    }
    if (anyFinish) {
      answer.finished();
    }
    if (anyContent) {
      answer.content(nanos);
    }
    if (anyChoice && !anySpoken) {
      answer.chunkWithoutToken(nanos);
    } else if (anyChoice) {
      // A total that comes only with the last chunk says nothing of each.
      if (countsKnown && usageCompletion >= tokensBefore) {
        answer.chunk(nanos, (int) Math.min(usageCompletion - tokensBefore, Integer.MAX_VALUE));
        tokensBefore = usageCompletion;
      } else if (tokenIds >= 0) {
        answer.chunk(nanos, (int) tokenIds);
      } else {
        countsKnown = false;
        answer.chunkOfUnknownCount(nanos, anyText, anyFinish);
      }
    }
    answer.usage(usagePrompt, usageCompletion);
  }

  /** Member names; whatever else an event holds is skipped. */
  private static final class Names {
    static final byte[] CHOICES = name("choices");
    static final byte[] USAGE = name("usage");
    static final byte[] ERROR = name("error");
    static final byte[] OBJECT = name("object");
    static final byte[] METRICS = name("metrics");
    static final byte[] DELTA = name("delta");
    static final byte[] ROLE = name("role");
    static final byte[] TEXT = name("text");
    static final byte[] CONTENT = name("content");
    static final byte[] REASONING = name("reasoning");
    static final byte[] REASONING_CONTENT = name("reasoning_content");
    static final byte[] REFUSAL = name("refusal");
    static final byte[] TOOL_CALLS = name("tool_calls");
    static final byte[] FUNCTION_CALL = name("function_call");
    static final byte[] FINISH_REASON = name("finish_reason");
    static final byte[] TOKEN_IDS = name("token_ids");
    static final byte[] INDEX = name("index");
    static final byte[] COMPLETION_TOKENS = name("completion_tokens");
    static final byte[] PROMPT_TOKENS = name("prompt_tokens");

    private static byte[] name(String name) {
      return name.getBytes(StandardCharsets.US_ASCII);
    }
  }
}
