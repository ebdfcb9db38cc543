package eu.aifactory.clients.load;

import eu.aifactory.clients.load.client.Answer;

/**
 * What counts as success: status 200, a token, a reason to finish, the end mark, and no error; of
 * an answer that is not streamed: status 200, a whole JSON object, no error, and not zero tokens.
 */
final class StrictRule {
  /** What {@link #failure} gives for a success. */
  static final String NONE = "";

  private StrictRule() {}

  /**
   * The class of error of a settled answer, or {@link #NONE}.
   *
   * @param status of the response, 0 when there was no head
   * @param bodyEnded whether the body ended as HTTP says it must
   */
  static String failure(int status, Answer answer, boolean bodyEnded) {
    if (status != 200) {
      return status == 0 ? ErrorClass.TRUNCATED : ErrorClass.http(status);
    }
    if (answer.hasError()) {
      return ErrorClass.STREAM_ERROR;
    }
    if (answer.isMalformed()) {
      return ErrorClass.MALFORMED;
    }
    boolean streamed = answer.isStreamed();
    boolean complete = streamed ? answer.isFinished() && answer.isDone() : bodyEnded;
    boolean noToken = streamed ? answer.tokenChunks() == 0 : answer.hasNoToken();
    boolean ended = complete || answer.isDone() || answer.events() == 0;
    if (noToken && bodyEnded && ended) {
      return ErrorClass.EMPTY;
    }
    return complete && !noToken ? NONE : ErrorClass.TRUNCATED;
  }
}
