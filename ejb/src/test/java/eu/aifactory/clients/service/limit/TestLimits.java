package eu.aifactory.clients.service.limit;

/** Limits for tests of what is limited. */
public final class TestLimits {
  private TestLimits() {}

  public static LimitSettings of(String creates, int groups) {
    LimitSettings settings = new LimitSettings();
    settings.calls = "50,500";
    settings.strangers = "20,200";
    settings.agents = "20,200";
    settings.creates = creates;
    settings.groups = groups;
    return settings;
  }

  public static CallLimits calls(LimitSettings settings) {
    return new CallLimits(settings);
  }
}
