package eu.aifactory.clients.emulator;

import java.util.List;

/**
 * One fault and the requests it strikes. Requests count from 0 since the faults were set;
 * generation requests and service creations count apart.
 *
 * @param share share of the requests, chosen by a fixed hash of their number; 1 for all
 * @param every strikes each request whose number, counted from 1, is a multiple; 0 to leave unused
 * @param at strikes these numbers only; empty to leave unused
 * @param after tokens sent before the fault shows
 * @param code HTTP status
 * @param retryAfterSeconds value of the Retry-After header, 0 for none
 * @param seconds length of a stall or of a delay; a stall of 0 lasts for ever
 * @param per events to a write, or from comment to comment
 * @param gapMillis pause between the two halves of what is split
 */
public record Fault(
    FaultKind kind,
    double share,
    int every,
    List<Integer> at,
    int after,
    int code,
    int retryAfterSeconds,
    double seconds,
    int per,
    double gapMillis) {
  static final int DEFAULT_CODE = 503;
  static final int DEFAULT_AFTER = 3;
  static final int DEFAULT_PER = 3;
  private static final long HASH_MULTIPLIER = 0x9E3779B97F4A7C15L;

  public Fault {
    at = List.copyOf(at);
    require(share >= 0 && share <= 1, kind, "share", share, "between 0 and 1");
    require(every >= 0, kind, "every", every, "0 or more");
    require(at.stream().allMatch(i -> i >= 0), kind, "at", at, "0 or more");
    require(after >= 0, kind, "after", after, "0 or more");
    require(code >= 400 && code <= 599, kind, "code", code, "between 400 and 599");
    require(retryAfterSeconds >= 0, kind, "retry_after", retryAfterSeconds, "0 or more");
    require(seconds >= 0 && seconds < 1e6, kind, "seconds", seconds, "between 0 and 1000000");
    require(per >= 1, kind, "per", per, "1 or more");
    require(gapMillis >= 0 && gapMillis < 1e6, kind, "gap_ms", gapMillis, "0 or more");
  }

  /** A fault that strikes every request, with the defaults for the rest. */
  public static Fault of(FaultKind kind) {
    return new Fault(kind, 1, 0, List.of(), DEFAULT_AFTER, DEFAULT_CODE, 0, 0, DEFAULT_PER, 1);
  }

  /** Reads {@code kind,name=value,...} as the option --fault has it. */
  public static Fault parse(String text) {
    return FaultText.parse(text);
  }

  boolean strikes(long request) {
    if (!at.isEmpty()) {
      return at.contains((int) request);
    }
    if (every > 0) {
      return (request + 1) % every == 0;
    }
    long hash = (request + 1) * HASH_MULTIPLIER;
    hash = (hash ^ (hash >>> 32)) * HASH_MULTIPLIER;
    return (hash >>> 11) * 0x1.0p-53 < share;
  }

  private static void require(
      boolean holds, FaultKind kind, String member, Object value, String bound) {
    if (!holds) {
      throw new InvalidOptionException(
          "Fault %s: %s must be %s, not %s.".formatted(kind.wireName(), member, bound, value));
    }
  }
}
