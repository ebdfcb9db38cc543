package eu.aifactory.clients.service.web;

import eu.aifactory.clients.service.group.InvalidRequestException;

/** Bodies that a call cannot do without. */
final class Body {
  private Body() {}

  /**
   * @throws InvalidRequestException when there is none
   */
  static <T> T required(T body) {
    if (body == null) {
      throw new InvalidRequestException("the body is missing: a JSON object is expected");
    }
    return body;
  }
}
