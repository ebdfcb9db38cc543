package eu.aifactory.clients.slurm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nodes as sinfo prints them, and the choice of those that were asked for. */
final class NodeTable {
  private static final int FIELDS = 3;

  private NodeTable() {}

  /**
   * The names that a list stands for.
   *
   * @throws SlurmUnavailableException when it cannot be read: then it says nothing
   */
  static Set<String> names(String hostList) throws SlurmUnavailableException {
    try {
      return new LinkedHashSet<>(HostList.expand(hostList));
    } catch (IllegalArgumentException e) {
      throw SlurmUnavailableException.because(
          "Slurm's list of a job's nodes cannot be read: %s.".formatted(e.getMessage()), e);
    }
  }

  /**
   * Lines of name, address and hostname; others are passed over, and their nodes will be missed.
   */
  static List<SlurmNode> read(byte[] printed) {
    List<SlurmNode> nodes = new ArrayList<>();
    for (String line : new String(printed, StandardCharsets.UTF_8).split("\n")) {
      String[] fields = line.strip().split("\\|", -1);
      if (fields.length == FIELDS) {
        nodes.add(new SlurmNode(fields[0], fields[1], fields[2]));
      }
    }
    return nodes;
  }

  /**
   * Those of the found nodes that are wanted, each once.
   *
   * @throws SlurmUnavailableException when one is missing
   */
  static List<SlurmNode> only(Set<String> wanted, List<SlurmNode> found)
      throws SlurmUnavailableException {
    Map<String, SlurmNode> byName = new LinkedHashMap<>();
    for (SlurmNode node : found) {
      if (wanted.contains(node.name())) {
        byName.putIfAbsent(node.name(), node);
      }
    }
    for (String name : wanted) {
      if (!byName.containsKey(name)) {
        throw SlurmUnavailableException.because(
            "Slurm did not tell of node %s.".formatted(PlainText.line(name)), null);
      }
    }
    return List.copyOf(byName.values());
  }
}
