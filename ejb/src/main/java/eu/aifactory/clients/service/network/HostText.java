package eu.aifactory.clients.service.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host as a caller wrote it: a name, or an address in the one form that reads the same to
 * everybody. {@code 2130706433}, {@code 0x7f.1}, {@code 0177.0.0.1} and {@code ::ffff:127.0.0.1}
 * are 127.0.0.1 to some and something else to others, so they are nothing here.
 */
final class HostText {
  private static final Pattern NAME =
      Pattern.compile("(?!-)[A-Za-z0-9_-]{1,63}(\\.(?!-)[A-Za-z0-9_-]{1,63})*\\.?");
  private static final Pattern ENDS_IN_A_NUMBER =
      Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");
  private static final Pattern FOUR_NUMBERS =
      Pattern.compile("((0|[1-9][0-9]{0,2})\\.){3}(0|[1-9][0-9]{0,2})");
  private static final Pattern SIXTH = Pattern.compile("[0-9a-fA-F:.]{2,45}");
  private static final int LONGEST = 253;

  private HostText() {}

  /** Why it is no host; empty when it may be one. Looks nothing up. */
  static Optional<String> problem(String host) {
    if (host.contains(":")) {
      return isSixth(host) ? Optional.empty() : Optional.of("is no address");
    }
    if (ENDS_IN_A_NUMBER.matcher(host).matches()) {
      return isFourNumbers(host)
          ? Optional.empty()
          : Optional.of("is no address in the form 10.0.0.7");
    }
    return host.length() <= LONGEST && NAME.matcher(host).matches()
        ? Optional.empty()
        : Optional.of("is no host's name");
  }

  /** The address that it is; empty for a name. Looks nothing up. */
  static Optional<InetAddress> literal(String host) {
    if (problem(host).isPresent() || !(host.contains(":") || isFourNumbers(host))) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static boolean isFourNumbers(String host) {
    if (!FOUR_NUMBERS.matcher(host).matches()) {
      return false;
    }
    for (String number : host.split("\\.")) {
      if (Integer.parseInt(number) > 255) {
        return false;
      }
    }
    return true;
  }

  /** One that is an address of version 4 in disguise is none. */
  private static boolean isSixth(String host) {
    if (!SIXTH.matcher(host).matches()) {
      return false;
    }
    try {
      return !(InetAddress.getByName(host) instanceof Inet4Address);
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
