package eu.aifactory.clients.service.slurm;

import java.util.Map;

/** Slurm's words for why a job waits, in a person's. */
final class WaitReasons {
  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry("Resources", "its nodes are in use"),
          Map.entry("Priority", "jobs of higher priority go first"),
          Map.entry("Dependency", "another job has to end first"),
          Map.entry("BeginTime", "its start lies in the future"),
          Map.entry("JobHeldUser", "it is held: scontrol release lets it go"),
          Map.entry("JobHeldAdmin", "an administrator holds it"),
          Map.entry("Licenses", "a licence is in use"),
          Map.entry("Reservation", "its reservation has not begun"),
          Map.entry("ReqNodeNotAvail", "a node that it needs is down, drained or reserved"),
          Map.entry("PartitionDown", "its partition is down"),
          Map.entry("PartitionInactive", "its partition takes no jobs to run"),
          Map.entry("PartitionNodeLimit", "it asks for more nodes than its partition allows"),
          Map.entry("PartitionTimeLimit", "its time_limit is longer than its partition allows"),
          Map.entry("PartitionConfig", "its partition cannot give what it asks for"),
          Map.entry("BadConstraints", "no node has what it asks for"),
          Map.entry("NodeDown", "a node that it needs is down"),
          Map.entry("InvalidAccount", "its account is not known"),
          Map.entry("InvalidQOS", "its quality of service is not known"));

  private WaitReasons() {}

  /** {@code null} for a word that says enough, or that this version does not know. */
  static String meaning(String reason) {
    // Slurm lists the nodes behind some.
    String word = reason.split("[(,: ]", 2)[0];
    if (MEANINGS.containsKey(word)) {
      return MEANINGS.get(word);
    }
    if (word.startsWith("QOS") || word.startsWith("Assoc")) {
      return "a limit of its account or quality of service is reached";
    }
    return null;
  }
}
