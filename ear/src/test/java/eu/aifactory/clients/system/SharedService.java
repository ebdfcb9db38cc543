package eu.aifactory.clients.system;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one service that they share: started for the first that asks, stopped when the
 * last test of all has ended.
 */
final class SharedService implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedService.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ServiceUnderTest.class;
  }

  @Override
  public ServiceUnderTest resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            "service", key -> ServiceUnderTest.start("shared"), ServiceUnderTest.class);
  }
}
