package eu.aifactory.clients.protocol;

import java.security.SecureRandom;
import java.time.Instant;

/**
 * Makes run ids: ULIDs, 26 characters of Crockford's Base32, the first ten of them the time in
 * milliseconds, so that ids sort by age. Thread-safe.
 */
public final class RunId {
  private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final int TIME_DIGITS = 10;
  private static final int RANDOM_DIGITS = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private RunId() {}

  /** An id of this instant; 80 random bits tell it from others of the same millisecond. */
  public static String at(Instant instant) {
    char[] id = new char[TIME_DIGITS + RANDOM_DIGITS];
    long rest = instant.toEpochMilli();
    for (int i = TIME_DIGITS - 1; i >= 0; i--) {
      id[i] = DIGITS[(int) (rest & 31)];
      rest >>>= 5;
    }
    for (int i = TIME_DIGITS; i < id.length; i++) {
      id[i] = DIGITS[RANDOM.nextInt(DIGITS.length)];
    }
    return new String(id);
  }
}
