package eu.aifactory.clients.service.network;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An address that somebody else has named, before anything connects to it. */
public final class Destination {
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final int MOST_PORT = 65_535;

  private Destination() {}

  /** How names are looked up; another one in tests. */
  public interface Lookup {
    InetAddress[] all(String host) throws UnknownHostException;
  }

  /**
   * Why a text cannot be the address of a client process, as far as that can be told without asking
   * anybody: a sentence each, naming the member.
   */
  public static List<String> problems(String member, String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return List.of("%s is no address: \"%s\"".formatted(member, text));
    }
    List<String> problems = new ArrayList<>();
    if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme()) || uri.getHost() == null) {
      problems.add("%s must be an http or https address, not \"%s\"".formatted(member, text));
      return problems;
    }
    if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
      problems.add(
          "%s must have neither user nor query nor fragment: \"%s\"".formatted(member, text));
    }
    if (uri.getRawPath() != null && !uri.getRawPath().matches("/?")) {
      problems.add("%s must have no path: \"%s\"".formatted(member, text));
    }
    if (uri.getPort() == 0 || uri.getPort() > MOST_PORT) {
      problems.add("%s must have a port of 1 to 65535: \"%s\"".formatted(member, text));
    }
    hostProblem(hostOf(uri))
        .ifPresent(why -> problems.add("%s %s: \"%s\"".formatted(member, why, text)));
    return problems;
  }

  /** Why a host cannot be connected to, as far as its text tells. */
  public static Optional<String> hostProblem(String host) {
    return HostText.problem(host)
        .or(
            () ->
                HostText.literal(host)
                    .filter(Networks::isNever)
                    .map(address -> "is an address that nothing may be sent to"));
  }

  /**
   * Looks a host up, once: what is connected to is one of its addresses that the networks allow,
   * and nobody asks again in between.
   *
   * @throws ForbiddenDestinationException when the host has no such address
   */
  public static InetAddress pin(String host, Networks networks, Lookup lookup) {
    if (hostProblem(host).isPresent()) {
      throw new ForbiddenDestinationException("\"%s\" %s".formatted(host, hostProblem(host).get()));
    }
    InetAddress[] addresses;
    try {
      addresses = lookup.all(host);
    } catch (UnknownHostException e) {
      throw new ForbiddenDestinationException("the host \"%s\" is not known".formatted(host));
    }
    for (InetAddress address : addresses) {
      if (networks.allow(address)) {
        return address;
      }
    }
    throw new ForbiddenDestinationException(
        "\"%s\" is in none of the networks that may be connected to".formatted(host));
  }

  /**
   * The same address with the host looked up, once. One of https keeps its name, by which the other
   * side's certificate is checked.
   *
   * @throws ForbiddenDestinationException when nothing may be sent to it
   */
  public static URI pinned(String address, Networks networks, Lookup lookup) {
    List<String> problems = problems("address", address);
    if (!problems.isEmpty()) {
      throw new ForbiddenDestinationException(problems.getFirst());
    }
    URI uri = URI.create(address);
    return at(uri, pin(hostOf(uri), networks, lookup));
  }

  /** The same address with a host that was looked up; one of https keeps its name. */
  public static URI at(URI address, InetAddress host) {
    return address.getScheme().equals("https") ? address : withHost(address, text(host));
  }

  /** An address as it stands in addresses: without a zone, in brackets where it has colons. */
  private static String text(InetAddress address) {
    String text = literal(address);
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }

  /** An address in figures, without a zone. */
  public static String literal(InetAddress address) {
    return address.getHostAddress().replaceAll("%.*", "");
  }

  private static URI withHost(URI uri, String host) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return URI.create("%s://%s%s".formatted(uri.getScheme(), host, port));
  }

  /** The host of an address, without the brackets of version 6. */
  public static String hostOf(URI uri) {
    return uri.getHost().replaceAll("[\\[\\]]", "");
  }
}
