package eu.aifactory.clients.emulator;

/** A request that gets an error answer; nothing was started for it. */
final class RefusedException extends RuntimeException {
  private final transient HttpReply reply;
  private final transient String inStream;

  private RefusedException(HttpReply reply, String inStream) {
    super(null, null, false, false);
    this.reply = reply;
    this.inStream = inStream;
  }

  /** The error object in the shape of the recorded ones: from validation of the values. */
  static RefusedException of(int code, String type, String message, String param) {
    return new RefusedException(HttpReply.json(code, error(code, type, message, param)), "");
  }

  static RefusedException badValue(String message, String param) {
    return of(400, "BadRequestError", message, param);
  }

  /** The error object of a body that does not have the right shape. */
  static RefusedException badShape(String detail, String param) {
    return of(400, "Bad Request", "1 validation error:\n  " + detail, param);
  }

  /** An error that a stream reports inside a 200, with the spaces that vLLM puts there. */
  static RefusedException inStream(String message) {
    return new RefusedException(
        HttpReply.json(400, error(400, "BadRequestError", message, "")),
        spaced(400, "BadRequestError", message));
  }

  static RefusedException with(HttpReply reply) {
    return new RefusedException(reply, "");
  }

  HttpReply reply() {
    return reply;
  }

  /** The event for a stream, or empty when the error comes before any stream. */
  String inStream() {
    return inStream;
  }

  static String error(int code, String type, String message, String param) {
    return "{\"error\":{\"message\":%s,\"type\":\"%s\",\"param\":%s,\"code\":%d}}"
        .formatted(Json.quote(message), type, param.isEmpty() ? "null" : Json.quote(param), code);
  }

  static String spaced(int code, String type, String message) {
    return "{\"error\": {\"message\": %s, \"type\": \"%s\", \"param\": null, \"code\": %d}}"
        .formatted(Json.quote(message), type, code);
  }
}
