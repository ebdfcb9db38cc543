package eu.aifactory.clients.service.web;

import eu.aifactory.clients.service.web.json.UnreadableBodyException;

/** Bodies that a call cannot do without. */
final class Body {
  private Body() {}

  /**
   * @throws UnreadableBodyException when there is none
   */
  static <T> T required(T body) {
    if (body == null) {
      throw new UnreadableBodyException(400, "The body is missing: a JSON object is expected.");
    }
    return body;
  }
}
