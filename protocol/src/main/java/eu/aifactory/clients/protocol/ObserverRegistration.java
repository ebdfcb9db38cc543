package eu.aifactory.clients.protocol;

/**
 * Body of the three {@code POST …/observer} calls.
 *
 * @param port as the specification's clients send it: a number, or a string of digits
 */
public record ObserverRegistration(
    @Required String ipAddress, @Required Integer port, UpdatePreferences updatePreferences) {
  public ObserverRegistration {
    updatePreferences =
        updatePreferences == null ? new UpdatePreferences(null, null) : updatePreferences;
  }

  /**
   * @param frequency time between two updates such as {@code 10s}, {@code 500ms} or {@code 1m};
   *     {@code null} asks for the one at the end of a run alone
   * @param format {@code json}
   */
  public record UpdatePreferences(String frequency, String format) {
    public UpdatePreferences {
      format = format == null ? "json" : format;
    }
  }
}
