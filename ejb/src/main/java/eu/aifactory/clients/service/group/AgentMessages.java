package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Barrier;
import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.Snapshot;
import eu.aifactory.clients.protocol.WorkloadCheck;
import eu.aifactory.clients.service.network.Destination;
import java.util.ArrayList;
import java.util.List;

/** Refuses what an agent cannot mean, and what the database could not hold. */
final class AgentMessages {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_ADDRESS = 500;
  private static final int LONGEST_NODE = 255;
  private static final int LONGEST_JOB_ID = 100;
  private static final int MOST_STAGES = 100;

  private final List<String> problems = new ArrayList<>();

  private AgentMessages() {}

  /**
   * @throws InvalidRequestException with a sentence for each member at fault
   */
  static void check(Connect connect) {
    AgentMessages check = new AgentMessages();
    check.required("client_address", connect.clientAddress(), LONGEST_ADDRESS);
    if (check.problems.isEmpty()) {
      check.problems.addAll(Destination.problems("client_address", connect.clientAddress()));
    }
    if (connect.agent() != null) {
      check.required("agent", connect.agent(), LONGEST_NAME);
    } else {
      // Then the address is the name.
      check.notLonger("client_address", connect.clientAddress(), LONGEST_NAME);
    }
    check.notLonger("node", connect.node(), LONGEST_NODE);
    if (connect.jobId() != null) {
      check.required("job_id", connect.jobId(), LONGEST_JOB_ID);
    }
    check.within("rank", connect.rank(), 0, GroupOrder.MOST_AGENTS - 1);
    check.within("wire", connect.wire(), 1, Integer.MAX_VALUE);
    check.within("num_clients", connect.numClients(), 1, GroupOrder.MOST_CLIENTS);
    check.refuse();
  }

  /**
   * @throws InvalidRequestException with a sentence for each member at fault
   */
  static void check(Barrier barrier) {
    AgentMessages check = new AgentMessages();
    check.required("agent", barrier.agent(), LONGEST_NAME);
    if (barrier.service() != null) {
      check.service(barrier.service());
    }
    check.within("stage", barrier.stage(), 1, MOST_STAGES);
    check.refuse();
  }

  /**
   * @throws InvalidRequestException with a sentence for each member at fault
   */
  static void check(Snapshot snapshot) {
    AgentMessages check = new AgentMessages();
    check.required("agent", snapshot.agent(), LONGEST_NAME);
    if (snapshot.sequence() < 0) {
      check.problems.add("sequence must be 0 or more, not " + snapshot.sequence());
    }
    check.refuse();
  }

  /**
   * @throws InvalidRequestException with a sentence for each member at fault
   */
  static void check(Beat beat) {
    AgentMessages check = new AgentMessages();
    check.required("agent", beat.agent(), LONGEST_NAME);
    check.refuse();
  }

  private void service(AiService service) {
    required("service.kind", service.kind(), LONGEST_NAME);
    required("service.base_url", service.baseUrl(), LONGEST_ADDRESS);
    if (service.baseUrl() != null) {
      problems.addAll(WorkloadCheck.addressProblems("service.base_url", service.baseUrl()));
    }
    if (service.created()) {
      // Without it nobody could ever release what was created.
      required("service.service_id", service.serviceId(), LONGEST_ADDRESS);
    }
  }

  private void required(String member, String value, int longest) {
    if (value == null || value.isBlank()) {
      problems.add(member + " is missing");
    } else {
      notLonger(member, value, longest);
    }
  }

  private void notLonger(String member, String value, int longest) {
    if (value != null && value.length() > longest) {
      problems.add(
          "%s has %d characters, more than %d: \"%s…\""
              .formatted(member, value.length(), longest, value.substring(0, 40)));
    }
    if (value != null && value.indexOf(0) >= 0) {
      // PostgreSQL keeps no such text.
      problems.add("%s has the character U+0000, which no text may have".formatted(member));
    }
  }

  private void within(String member, Integer value, int least, int most) {
    if (value != null && (value < least || value > most)) {
      problems.add("%s must be %d to %d, not %d".formatted(member, least, most, value));
    }
  }

  private void refuse() {
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
  }
}
