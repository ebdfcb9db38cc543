package eu.aifactory.clients.service.slurm;

import eu.aifactory.clients.slurm.SlurmNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The addresses of some nodes, of all their names: a node of several networks may have a name in
 * each.
 *
 * @param unknown a node none of whose names is known, or that was not looked up in time; else
 *     {@code null}
 */
record NodeAddresses(Set<InetAddress> all, String unknown) {
  /** For all look-ups together. */
  static final Duration WITHIN = Duration.ofSeconds(20);

  /** Whether each node has an address. */
  boolean isWhole() {
    return unknown == null;
  }

  /** Names of a node that can be looked up, each once, in small letters. */
  static List<String> names(SlurmNode node) {
    return Stream.of(node.address(), node.hostname(), node.name())
        .map(name -> name.toLowerCase(Locale.ROOT))
        // An empty name would be this host.
        .filter(name -> !name.isBlank())
        .distinct()
        .toList();
  }

  /** Looks all names up, one after the other; those that are not known are passed over. */
  static NodeAddresses of(List<SlurmNode> nodes, NodeBook.Lookup lookup, LongSupplier nanos) {
    long until = nanos.getAsLong() + WITHIN.toNanos();
    Set<InetAddress> all = new HashSet<>();
    String unknown = null;
    for (SlurmNode node : nodes) {
      Set<InetAddress> own = new HashSet<>();
      for (String name : names(node)) {
        if (nanos.getAsLong() - until >= 0) {
          return new NodeAddresses(Set.copyOf(all), node.name());
        }
        try {
          own.addAll(List.of(lookup.all(name)));
        } catch (UnknownHostException e) {
          // Another of its names may be known.
        }
      }
      all.addAll(own);
      unknown = own.isEmpty() && unknown == null ? node.name() : unknown;
    }
    return new NodeAddresses(Set.copyOf(all), unknown);
  }
}
