package eu.aifactory.clients.service.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What callers and agents were told, which has to stay true. */
final class Promises {
  /** Which part of which run. */
  record Part(String run, String agent, long sequence) {}

  private final Set<Long> created = new TreeSet<>();
  private final List<Long> beingDeleted = new ArrayList<>();
  private final Set<Long> askedToDelete = new TreeSet<>();
  private final Set<Long> deleted = new TreeSet<>();
  private final Map<Long, Set<Long>> admittedJobs = new TreeMap<>();
  private final Map<Long, Set<String>> runs = new TreeMap<>();
  private final Set<String> toRelease = new TreeSet<>();
  private final Map<Part, Long> sent = new HashMap<>();
  private final Set<Part> acknowledged = new HashSet<>();
  private final Map<Part, Integer> counted = new HashMap<>();

  void created(long id, long group) {
    created.add(group);
    if (beingDeleted.contains(id)) {
      askedToDelete.add(group);
    }
  }

  /**
   * Somebody asks, and whichever group has the id when that is done is deleted.
   *
   * @param group that has it now
   */
  void beginsToDelete(long id, Optional<Long> group) {
    beingDeleted.add(id);
    group.ifPresent(askedToDelete::add);
  }

  void endsToDelete(long id) {
    beingDeleted.remove(id);
  }

  void deleted(long group) {
    deleted.add(group);
  }

  /** An agent of this job was let into the group. */
  void admitted(long group, long job) {
    admittedJobs.computeIfAbsent(group, unused -> new TreeSet<>()).add(job);
  }

  void run(long group, String run) {
    runs.computeIfAbsent(group, unused -> new TreeSet<>()).add(run);
  }

  /** The service has heard of what an agent set up. */
  void willRelease(String aiService) {
    toRelease.add(aiService);
  }

  void sends(Part part, long requests) {
    sent.put(part, requests);
  }

  /**
   * A part was taken, as a new one or as one that is there already.
   *
   * @param asNew whether the answer said that it was counted now
   */
  void acknowledged(Part part, boolean asNew) {
    acknowledged.add(part);
    counted.merge(part, asNew ? 1 : 0, Integer::sum);
  }

  Set<Long> created() {
    return created;
  }

  Set<Long> askedToDelete() {
    return askedToDelete;
  }

  Set<Long> deleted() {
    return deleted;
  }

  Map<Long, Set<Long>> admittedJobs() {
    return admittedJobs;
  }

  Map<Long, Set<String>> runs() {
    return runs;
  }

  Set<String> toRelease() {
    return toRelease;
  }

  Map<Part, Long> sent() {
    return sent;
  }

  Set<Part> acknowledged() {
    return acknowledged;
  }

  Map<Part, Integer> counted() {
    return counted;
  }
}
