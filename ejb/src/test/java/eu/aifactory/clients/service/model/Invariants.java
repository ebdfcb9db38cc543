package eu.aifactory.clients.service.model;

import eu.aifactory.clients.service.group.GroupState;
import eu.aifactory.clients.service.model.Promises.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What has to hold when nothing goes wrong any more and everybody has had their turn. Each rule
 * gives sentences for what does not hold.
 */
final class Invariants {
  private static final Pattern MOVE = Pattern.compile("([A-Z_]+) -> ([A-Z_]+)");

  /** The whole run's; agents and stages have theirs elsewhere. */
  private static final Pattern SENT =
      Pattern.compile("\"sent\":(\\d+),\"succeeded\":\\d+\\},\"run_id\"");

  private static final Set<GroupState> WITH_A_JOB =
      Set.of(GroupState.QUEUED, GroupState.STARTING, GroupState.READY, GroupState.RUNNING);

  private static final Duration QUARANTINE = Duration.ofMinutes(2);

  private final World world;

  Invariants(World world) {
    this.world = world;
  }

  /** The same, and all jobs that wait for nodes have got them. */
  List<String> ofPeace() {
    List<String> broken = ofJobs();
    for (Tables.Group group : Tables.groups(world).values()) {
      if (group.wanted() && group.state() == GroupState.QUEUED) {
        broken.add("%s still waits for nodes".formatted(group));
      }
    }
    return broken;
  }

  /** What still has to come, or never should have: of jobs and of the groups that own them. */
  private List<String> ofJobs() {
    List<String> broken = new ArrayList<>();
    Map<Long, Tables.Group> groups = Tables.groups(world);
    Map<Long, Tables.Attempt> newest = new HashMap<>();
    for (Tables.Attempt attempt : Tables.attempts(world)) {
      newest.put(attempt.group(), attempt);
      if (attempt.isUndecided()) {
        broken.add("%s is still undecided".formatted(attempt));
      }
    }
    Map<Long, List<ClusterJob>> live =
        world.cluster().live().stream().collect(Collectors.groupingBy(Invariants::groupOf));
    live.forEach(
        (group, jobs) -> {
          // I1.
          if (jobs.size() > 1) {
            broken.add("I1: group key %d has %d live jobs: %s".formatted(group, jobs.size(), jobs));
          }
          // I2.
          Tables.Group owner = groups.get(group);
          if (owner == null || !owner.wanted() || owner.state().isTerminal()) {
            broken.add("I2: %s lives, and its group is %s".formatted(jobs, owner));
          }
        });
    for (Tables.Group group : groups.values()) {
      if (!group.wanted()) {
        broken.add("%s was deleted and is still there".formatted(group));
      } else if (group.state().isBeforeJob()) {
        broken.add("%s still has no job".formatted(group));
      } else if (WITH_A_JOB.contains(group.state())) {
        List<ClusterJob> its = live.getOrDefault(group.pk(), List.of());
        Tables.Attempt attempt = newest.get(group.pk());
        boolean own = its.stream().anyMatch(job -> Long.toString(job.id()).equals(attempt.jobId()));
        if (!own) {
          broken.add("I1: %s goes by %s, and has %s".formatted(group, attempt, its));
        }
      } else if (group.state().isTerminal()
          && newest.containsKey(group.pk())
          && newest.get(group.pk()).isOpen()) {
        broken.add("%s is over, and %s is not".formatted(group, newest.get(group.pk())));
      }
    }
    return broken;
  }

  private static long groupOf(ClusterJob job) {
    return Long.parseLong(job.name().replaceFirst(".*\\.", ""));
  }

  /** I3: all limits are over, and so has to be everything that they limit. */
  List<String> ofEnds() {
    List<String> broken = new ArrayList<>(ofJobs());
    for (Tables.Group group : Tables.groups(world).values()) {
      if (!group.state().isTerminal() && group.state() != GroupState.COMPLETED) {
        broken.add("I3: %s is past its limit".formatted(group));
      }
    }
    world.cluster().live().forEach(job -> broken.add("I3: %s is past its limit".formatted(job)));
    Set<String> kept = new HashSet<>(world.aiServer().services());
    kept.retainAll(world.promises().toRelease());
    boolean givenUp =
        Tables.events(world).stream().anyMatch(event -> event.kind().equals("AI_SERVICE_LEFT"));
    if (!kept.isEmpty() && !givenUp) {
      broken.add("AI services %s were never released".formatted(kept));
    }
    return broken;
  }

  /** All that has to hold at any time. */
  List<String> always() {
    List<String> broken = new ArrayList<>();
    broken.addAll(ofTries());
    broken.addAll(ofMoves());
    broken.addAll(ofFigures());
    broken.addAll(ofAgents());
    broken.addAll(ofPromises());
    broken.addAll(ofSecrets());
    return broken;
  }

  /** I1, before peace: what may exist is looked for, for as long as agreed, before another try. */
  private List<String> ofTries() {
    List<String> broken = new ArrayList<>();
    Tables.Attempt before = null;
    for (Tables.Attempt attempt : Tables.attempts(world)) {
      if (before != null
          && before.group() == attempt.group()
          && !world.time().wasSet()
          && attempt.submittedAt() - before.submittedAt() < QUARANTINE.toMillis()) {
        broken.add("I1: %s came too soon after %s".formatted(attempt, before));
      }
      before = attempt;
    }
    return broken;
  }

  /** I4: the log of each group goes along the table and ends where its row is. */
  private List<String> ofMoves() {
    List<String> broken = new ArrayList<>();
    Map<Long, GroupState> states = new HashMap<>();
    for (Tables.Event event : Tables.events(world)) {
      Matcher move = MOVE.matcher(event.kind());
      if (event.kind().equals(GroupState.REQUESTED.name())) {
        states.put(event.group(), GroupState.REQUESTED);
      } else if (move.matches()) {
        GroupState from = GroupState.valueOf(move.group(1));
        GroupState to = GroupState.valueOf(move.group(2));
        if (from != states.get(event.group()) || !from.canBecome(to)) {
          broken.add(
              "I4: group key %d was %s, and its log says %s"
                  .formatted(event.group(), states.get(event.group()), event.kind()));
        }
        states.put(event.group(), to);
        world.met().note(event.kind());
      }
    }
    Tables.groups(world)
        .values()
        .forEach(
            group -> {
              if (group.state() != states.get(group.pk())) {
                broken.add(
                    "I4: %s, and its log ends with %s".formatted(group, states.get(group.pk())));
              }
            });
    return broken;
  }

  /** I5: what was acknowledged is counted, once. */
  private List<String> ofFigures() {
    List<String> broken = new ArrayList<>();
    Promises promises = world.promises();
    Set<Part> stored = new HashSet<>(Tables.parts(world));
    List<Tables.FinishedRun> runs = Tables.runs(world);
    Set<String> known = runs.stream().map(Tables.FinishedRun::id).collect(Collectors.toSet());
    for (Part part : promises.acknowledged()) {
      if (known.contains(part.run()) && !stored.contains(part)) {
        broken.add("I5: %s was acknowledged and is not there".formatted(part));
      }
    }
    promises
        .counted()
        .forEach(
            (part, times) -> {
              if (times > 1) {
                broken.add("I5: %s was counted %d times".formatted(part, times));
              }
            });
    for (Tables.FinishedRun run : runs) {
      boolean over = List.of("COMPLETED", "FAILED").contains(run.state());
      if (over != (run.document() != null)) {
        broken.add(
            "I5: run %s is %s, its result %s".formatted(run.id(), run.state(), run.document()));
      } else if (over) {
        long expected =
            stored.stream()
                .filter(part -> part.run().equals(run.id()))
                .mapToLong(promises.sent()::get)
                .sum();
        long told = sentIn(run.document());
        if (told != expected) {
          broken.add(
              "I5: the parts of run %s have %d requests, its result %d"
                  .formatted(run.id(), expected, told));
        }
        world.met().note("run " + run.state());
      }
    }
    return broken;
  }

  private static long sentIn(String document) {
    Matcher sent = SENT.matcher(document);
    if (!sent.find()) {
      throw new IllegalStateException("no count of requests in " + document);
    }
    return Long.parseLong(sent.group(1));
  }

  /** I6: the agents of one job alone are let into a group. */
  private List<String> ofAgents() {
    List<String> broken = new ArrayList<>();
    world
        .promises()
        .admittedJobs()
        .forEach(
            (group, jobs) -> {
              if (jobs.size() > 1) {
                broken.add(
                    "I6: agents of jobs %s were let into group key %d".formatted(jobs, group));
              }
            });
    return broken;
  }

  /** I7: what callers were told stays true. */
  private List<String> ofPromises() {
    List<String> broken = new ArrayList<>();
    Promises promises = world.promises();
    Map<Long, Tables.Group> groups = Tables.groups(world);
    for (long created : promises.created()) {
      if (!groups.containsKey(created) && !promises.askedToDelete().contains(created)) {
        broken.add("I7: group key %d was created and is gone".formatted(created));
      }
    }
    for (long deleted : promises.deleted()) {
      if (groups.containsKey(deleted) && groups.get(deleted).wanted()) {
        broken.add("I7: group key %d was deleted and is wanted".formatted(deleted));
      }
    }
    Set<String> runs =
        Tables.runs(world).stream().map(Tables.FinishedRun::id).collect(Collectors.toSet());
    promises
        .runs()
        .forEach(
            (group, ids) -> {
              if (groups.containsKey(group) && !runs.containsAll(ids)) {
                broken.add(
                    "I7: of runs %s of group key %d not all are there".formatted(ids, group));
              }
            });
    return broken;
  }

  /** I8: no agent's token is in any row. */
  private List<String> ofSecrets() {
    List<String> broken = new ArrayList<>();
    String all = String.join("\n", Tables.texts(world));
    for (String token : world.cluster().tokens()) {
      if (all.contains(token)) {
        broken.add("I8: the token of a job is in the database");
      }
    }
    return broken;
  }
}
