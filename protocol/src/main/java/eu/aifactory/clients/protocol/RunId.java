package eu.aifactory.clients.protocol;

import java.security.SecureRandom;
import java.time.Instant;

/**
 * Names of runs: ULIDs, 26 characters of Crockford's base 32, which sort by the millisecond at
 * which they were made; 80 random bits keep those of one millisecond apart.
 */
public final class RunId {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int TIME_DIGITS = 10;
  private static final int RANDOM_DIGITS = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private RunId() {}

  /**
   * A new name.
   *
   * @param instant at which the run is made
   */
  public static String at(Instant instant) {
    StringBuilder id = new StringBuilder(TIME_DIGITS + RANDOM_DIGITS);
    long millis = instant.toEpochMilli();
    for (int i = TIME_DIGITS - 1; i >= 0; i--) {
      id.append(DIGITS.charAt((int) (millis >>> 5 * i & 31)));
    }
    for (int i = 0; i < RANDOM_DIGITS; i++) {
      id.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
    }
    return id.toString();
  }
}
