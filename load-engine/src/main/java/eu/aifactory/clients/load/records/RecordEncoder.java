package eu.aifactory.clients.load.records;

import eu.aifactory.clients.load.client.Answer;
import eu.aifactory.clients.protocol.records.RecordLayout;
import eu.aifactory.clients.protocol.records.RecordOutput;

/** Writes ended requests as {@link RecordLayout} has it, without allocating. Single-threaded. */
final class RecordEncoder {
  private static final int OK = 200;
  private static final double NANOS_PER_MILLI = 1e6;

  private final boolean tokenTimes;
  private long startNanos;

  /**
   * @param tokenTimes whether chunks are kept one by one
   */
  RecordEncoder(boolean tokenTimes) {
    this.tokenTimes = tokenTimes;
  }

  /** The instant from which all others are counted. */
  void startsAt(long nanos) {
    startNanos = nanos;
  }

  /** Whether it was written; else nothing of it was, for want of room. */
  boolean write(EndedRequest request, RecordOutput to) {
    return write(request, tokenTimes && request.answer().tokenChunks() > 0, false, to);
  }

  /** The same without its chunks, which are too many for any buffer. */
  boolean writeWithoutChunks(EndedRequest request, RecordOutput to) {
    return write(request, false, tokenTimes, to);
  }

  private boolean write(
      EndedRequest request, boolean chunks, boolean chunksLeftOut, RecordOutput to) {
    Answer answer = request.answer();
    int flags = flags(request, answer);
    if (chunks) {
      flags |= RecordLayout.CHUNKS | (isSingle(answer) ? RecordLayout.SINGLE_TOKENS : 0);
    }
    if (chunksLeftOut) {
      flags |= RecordLayout.CHUNKS_LEFT_OUT;
    }
    int start = to.beginRecord();
    to.number(request.index());
    to.number(request.turn());
    to.number(request.stage() + 1);
    to.number(request.requestClass());
    to.number(flags);
    to.number(request.status());
    to.ascii(request.errorClass());
    instants(request, answer, flags, to);
    tokens(answer, flags, to);
    if (chunks) {
      chunks(answer, flags, to);
    }
    return to.endRecord(start);
  }

  private static int flags(EndedRequest request, Answer answer) {
    boolean ok = request.status() == OK && request.headNanos() != EndedRequest.NEVER;
    return flag(answer.isStreamed(), RecordLayout.STREAMED)
        | flag(answer.exact(), RecordLayout.TOKEN_EXACT)
        | flag(answer.countsDisagree(), RecordLayout.TOKEN_MISMATCH)
        | flag(request.reused(), RecordLayout.REUSED)
        | flag(request.sentNanos() != EndedRequest.NEVER, RecordLayout.SENT)
        | flag(request.headNanos() != EndedRequest.NEVER, RecordLayout.HEADERS)
        | flag(answer.events() > 0, RecordLayout.FIRST_EVENT)
        | flag(answer.tokenChunks() > 0, RecordLayout.TOKENS)
        | flag(ok, RecordLayout.LAST_BYTE)
        | flag(tellsTimes(answer), RecordLayout.SERVER_TIMES);
  }

  private static int flag(boolean holds, int flag) {
    return holds ? flag : 0;
  }

  private static boolean tellsTimes(Answer answer) {
    return !Double.isNaN(answer.serverQueueMs()) && !Double.isNaN(answer.serverPrefillMs());
  }

  private static boolean isSingle(Answer answer) {
    for (int i = 0; i < answer.tokenChunks(); i++) {
      if (answer.chunkTokens(i) != 1) {
        return false;
      }
    }
    return true;
  }

  private void instants(EndedRequest request, Answer answer, int flags, RecordOutput to) {
    long due = request.dueNanos();
    to.signed(due - startNanos);
    to.signed(request.endNanos() - due);
    if ((flags & RecordLayout.SENT) != 0) {
      to.signed(request.sentNanos() - due);
    }
    if ((flags & RecordLayout.HEADERS) != 0) {
      to.signed(request.headNanos() - due);
    }
    if ((flags & RecordLayout.FIRST_EVENT) != 0) {
      to.signed(answer.firstEventNanos() - due);
    }
    if ((flags & RecordLayout.TOKENS) != 0) {
      to.signed(answer.chunkNanos(0) - due);
      to.signed(answer.chunkNanos(answer.tokenChunks() - 1) - due);
    }
    if ((flags & RecordLayout.LAST_BYTE) != 0) {
      to.signed(answer.lastByteNanos() - due);
    }
  }

  private static void tokens(Answer answer, int flags, RecordOutput to) {
    to.number(answer.promptTokens() < 0 ? 0 : answer.promptTokens() + 1);
    to.number(answer.hasUsage() ? answer.tokens() + 1 : 0);
    to.number(answer.countedTokens());
    to.number(answer.tokenChunks());
    if ((flags & RecordLayout.SERVER_TIMES) != 0) {
      to.signed(Math.round(answer.serverQueueMs() * NANOS_PER_MILLI));
      to.signed(Math.round(answer.serverPrefillMs() * NANOS_PER_MILLI));
    }
  }

  private static void chunks(Answer answer, int flags, RecordOutput to) {
    int chunks = answer.tokenChunks();
    for (int i = 1; i < chunks; i++) {
      to.signed(answer.chunkNanos(i) - answer.chunkNanos(i - 1));
    }
    if ((flags & RecordLayout.SINGLE_TOKENS) == 0) {
      for (int i = 0; i < chunks; i++) {
        to.number(answer.chunkTokens(i));
      }
    }
  }
}
