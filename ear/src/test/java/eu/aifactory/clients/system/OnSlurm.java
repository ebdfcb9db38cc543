package eu.aifactory.clients.system;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Gives tests the one {@link SlurmSystem} that they share, started for the first that asks. Each
 * test begins with nothing counted and ends with no job left. Where there can be no Slurm the tests
 * are skipped, and the reason is said.
 */
final class OnSlurm
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(OnSlurm.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    ExtensionContext.Store store = context.getRoot().getStore(NAMESPACE);
    String reason = store.get("reason", String.class);
    if (reason != null) {
      throw new TestAbortedException(reason);
    }
    try {
      store.getOrComputeIfAbsent("system", key -> SlurmSystem.start(), SlurmSystem.class);
    } catch (TestAbortedException e) {
      store.put("reason", e.getMessage());
      System.err.println("skipped: " + e.getMessage());
      throw e;
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Truth.beginAnew(system(context).service().emulator());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    system(context).awaitNothingLeft();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    SlurmSystem system = system(context);
    if (system != null) {
      system.expectNoTokenWritten();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SlurmSystem.class;
  }

  @Override
  public SlurmSystem resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return system(context);
  }

  private static SlurmSystem system(ExtensionContext context) {
    return context.getRoot().getStore(NAMESPACE).get("system", SlurmSystem.class);
  }
}
