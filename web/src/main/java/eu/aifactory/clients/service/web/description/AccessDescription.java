package eu.aifactory.clients.service.web.description;

import eu.aifactory.clients.service.security.Role;
import eu.aifactory.clients.service.web.RestApplication;
import eu.aifactory.clients.service.web.security.ForAgents;
import eu.aifactory.clients.service.web.security.Needs;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Says of each call which role it needs, how those are answered who do not have it, and who call
 * when they cannot be served.
 */
final class AccessDescription {
  /** The least role, beside each operation that needs one. */
  static final String ROLE = "x-aif-role";

  private static final Map<String, Role> NEEDED = new HashMap<>();
  private static final Set<String> FOR_AGENTS = new HashSet<>();

  static {
    new RestApplication()
        .getClasses().stream()
            .flatMap(type -> Arrays.stream(type.getMethods()))
            .forEach(AccessDescription::note);
  }

  private static void note(Method method) {
    if (method.isAnnotationPresent(Needs.class)) {
      NEEDED.put(operationId(method), method.getAnnotation(Needs.class).value());
    } else if (method.isAnnotationPresent(ForAgents.class)) {
      NEEDED.put(operationId(method), Role.OPERATOR);
      FOR_AGENTS.add(operationId(method));
    }
  }

  private static String operationId(Method method) {
    return method
        .getAnnotation(org.eclipse.microprofile.openapi.annotations.Operation.class)
        .operationId();
  }

  private AccessDescription() {}

  static void describe(Operation operation) {
    if (operation.getResponses() != null) {
      operation.getResponses().addAPIResponse("429", later("Too many calls, or too many groups"));
      operation.getResponses().addAPIResponse("503", later("The database cannot be used now"));
    }
    Role needed = NEEDED.get(operation.getOperationId());
    if (needed == null) {
      return;
    }
    if (FOR_AGENTS.contains(operation.getOperationId())) {
      operation.addSecurityRequirement(
          OASFactory.createSecurityRequirement().addScheme(RestApplication.AGENT_TOKEN));
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

  private static APIResponse later(String why) {
    return OASFactory.createAPIResponse()
        .description(why)
        .addHeader(
            HttpHeaders.RETRY_AFTER,
            OASFactory.createHeader()
                .description("Seconds to wait before it is tried again")
                .schema(OASFactory.createSchema().type(SchemaType.INTEGER)));
  }
}
