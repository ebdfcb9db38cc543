package eu.aifactory.clients.service.group;

import eu.aifactory.clients.protocol.GroupInfo;
import eu.aifactory.clients.protocol.GroupView;
import eu.aifactory.clients.service.agent.Agent;
import eu.aifactory.clients.service.agent.Agents;
import eu.aifactory.clients.service.settings.AiServerAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Groups as callers see them, read from the database alone: four queries, however many groups. */
@ApplicationScoped
@Transactional
public class GroupViews {
  private JobAttempts attempts;
  private Agents agents;
  private Runs runs;
  private AiServerAddress server;

  protected GroupViews() {
    // for the container
  }

  @Inject
  GroupViews(JobAttempts attempts, Agents agents, Runs runs, AiServerAddress server) {
    this.attempts = attempts;
    this.agents = agents;
    this.runs = runs;
    this.server = server;
  }

  GroupView of(ClientGroup group) {
    return of(List.of(group)).getFirst();
  }

  List<GroupView> of(List<ClientGroup> groups) {
    List<Long> keys = groups.stream().map(ClientGroup::pk).toList();
    Map<Long, List<Agent>> agentsOf =
        agents.of(keys).stream().collect(Collectors.groupingBy(Agent::groupPk));
    Map<Long, List<Run>> runsOf =
        runs.of(keys).stream().collect(Collectors.groupingBy(Run::groupPk));
    Map<Long, JobAttempt> jobOf =
        attempts.of(keys).stream()
            .collect(Collectors.toMap(JobAttempt::groupPk, a -> a, (older, newer) -> newer));
    String common = server.current().orElse(null);
    return groups.stream()
        .map(
            group ->
                new GroupView(
                    group.benchmarkId(),
                    info(
                        group,
                        agentsOf.getOrDefault(group.pk(), List.of()),
                        runsOf.getOrDefault(group.pk(), List.of()),
                        Optional.ofNullable(jobOf.get(group.pk())),
                        common)))
        .toList();
  }

  private static GroupInfo info(
      ClientGroup group,
      List<Agent> agents,
      List<Run> runs,
      Optional<JobAttempt> job,
      String commonServer) {
    String own = group.workload().serverAddr();
    return new GroupInfo(
        group.numClients(),
        agents.isEmpty() ? null : agents.getFirst().address(),
        Seconds.of(group.createdAt()),
        group.state().name(),
        group.desired().name(),
        group.reason(),
        (int) group.timeLimit().toMinutes(),
        group.deadline().map(Seconds::of).orElse(null),
        group.owner(),
        own == null ? commonServer : own,
        group.numAgents(),
        group.onAgentLost().wireName(),
        agents.stream().map(GroupViews::agent).toList(),
        job.map(GroupViews::job).orElse(null),
        runs.stream().map(GroupViews::run).toList(),
        group.workload());
  }

  private static GroupInfo.Agent agent(Agent agent) {
    return new GroupInfo.Agent(
        agent.name(),
        agent.rank(),
        agent.address(),
        agent.node(),
        agent.state().name(),
        Seconds.of(agent.lastHeartbeat()),
        agent.clockOffsetMs(),
        agent.numClients());
  }

  private static GroupInfo.Job job(JobAttempt attempt) {
    return new GroupInfo.Job(
        attempt.dispatcher(),
        attempt.jobName().value(),
        attempt.jobId().map(Object::toString).orElse(null),
        attempt.jobState() == null ? attempt.state().name() : attempt.jobState(),
        attempt.jobReason());
  }

  private static GroupInfo.Run run(Run run) {
    return new GroupInfo.Run(
        run.runId(),
        run.state().name(),
        Seconds.of(run.startedAt()),
        run.endedAt().map(Seconds::of).orElse(null),
        run.verdict() == null ? null : run.verdict().name(),
        run.reason(),
        run.lateParts());
  }
}
