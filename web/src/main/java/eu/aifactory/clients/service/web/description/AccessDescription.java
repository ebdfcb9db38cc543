package eu.aifactory.clients.service.web.description;

import eu.aifactory.clients.service.security.Role;
import eu.aifactory.clients.service.web.RestApplication;
import eu.aifactory.clients.service.web.security.Needs;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;

/** Says of each call which role it needs, and how those are answered who do not have it. */
final class AccessDescription {
  /** The least role, beside each operation that needs one. */
  static final String ROLE = "x-aif-role";

  private static final Map<String, Role> NEEDED =
      new RestApplication()
          .getClasses().stream()
              .flatMap(type -> Arrays.stream(type.getMethods()))
              .filter(method -> method.isAnnotationPresent(Needs.class))
              .collect(
                  Collectors.toUnmodifiableMap(
                      method ->
                          method
                              .getAnnotation(
                                  org.eclipse.microprofile.openapi.annotations.Operation.class)
                              .operationId(),
                      method -> method.getAnnotation(Needs.class).value()));

  private AccessDescription() {}

  static void describe(Operation operation) {
    Role needed = NEEDED.get(operation.getOperationId());
    if (needed == null) {
      return;
    }
    operation.addExtension(ROLE, needed.wireName());
    operation.addSecurityRequirement(
        OASFactory.createSecurityRequirement().addScheme(RestApplication.TOKEN));
    operation
        .getResponses()
        .addAPIResponse("401", OASFactory.createAPIResponse().description("No valid token"))
        .addAPIResponse(
            "403",
            OASFactory.createAPIResponse()
                .description("The token has not the role " + needed.wireName()));
  }
}
