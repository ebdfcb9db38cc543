package eu.aifactory.clients.service.dispatch;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/** The nodes on which a job runs, as its dispatcher knows them. Thread-safe. */
public interface JobNodes {

  /** The job and its nodes, for the end of a sentence: {@code job 12 with 2 nodes (c[1-2])}. */
  String words();

  /**
   * What the node that is called so is called besides; none when no node of the job is called so.
   * The case of letters does not count.
   */
  List<String> namesOf(String host);

  /**
   * All addresses of the nodes. Waits for about a second at most.
   *
   * @throws DispatcherUnavailableException when they are not known now, or not those of each node
   */
  Set<InetAddress> addresses() throws DispatcherUnavailableException;
}
