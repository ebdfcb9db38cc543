package eu.aifactory.clients.service.slurm;

import eu.aifactory.clients.service.dispatch.DispatcherUnavailableException;
import eu.aifactory.clients.service.dispatch.JobNodes;
import eu.aifactory.clients.slurm.SlurmUnavailableException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The nodes of a job of Slurm; their addresses are looked up when somebody asks for them. */
final class SlurmJobNodes implements JobNodes {
  private final PlacedJob job;
  private final Inquiries.Question<NodeAddresses> addresses;

  SlurmJobNodes(PlacedJob job, Inquiries.Question<NodeAddresses> addresses) {
    this.job = job;
    this.addresses = addresses;
  }

  @Override
  public String words() {
    return job.words();
  }

  @Override
  public List<String> namesOf(String host) {
    String wanted = host.toLowerCase(Locale.ROOT);
    return job.nodes().stream()
        .map(NodeAddresses::names)
        .filter(names -> names.contains(wanted))
        .findFirst()
        .orElse(List.of());
  }

  @Override
  public Set<InetAddress> addresses() throws DispatcherUnavailableException {
    try {
      NodeAddresses known = addresses.ask();
      if (!known.isWhole()) {
        throw new DispatcherUnavailableException(
            "the address of node %s is not known".formatted(known.unknown()), null);
      }
      return known.all();
    } catch (SlurmUnavailableException e) {
      throw new DispatcherUnavailableException(e.getMessage(), e);
    }
  }
}
