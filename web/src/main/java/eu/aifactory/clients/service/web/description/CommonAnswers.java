package eu.aifactory.clients.service.web.description;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Adds the answers that calls of a kind have in common, where a call does not describe them. */
final class CommonAnswers {
  private CommonAnswers() {}

  static void describe(Operation operation) {
    if (operation.getRequestBody() != null) {
      add(operation, "400", "The body is missing, or no JSON");
      add(operation, "413", "The body is too large");
      add(operation, "415", "The body is of another type");
      add(operation, "422", "A value of the body, the path or the query is none that can be");
    }
    if (operation.getParameters() != null && !operation.getParameters().isEmpty()) {
      add(operation, "404", "There is no such thing, or it is another owner's");
      add(operation, "422", "A value of the path or the query is none that can be");
    }
    add(operation, "406", "The answer is of another type than the caller accepts");
    add(operation, "503", "The database or the server cannot take it now: try again later");
  }

  private static void add(Operation operation, String code, String description) {
    APIResponses answers = operation.getResponses();
    if (answers != null && !answers.hasAPIResponse(code)) {
      answers.addAPIResponse(code, OASFactory.createAPIResponse().description(description));
    }
  }
}
