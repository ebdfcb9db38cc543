package eu.aifactory.clients.benchmarks.service;

import eu.aifactory.clients.benchmarks.BenchmarkException;
import eu.aifactory.clients.benchmarks.merge.SnapshotMerge;
import eu.aifactory.clients.protocol.AgentToken;
import eu.aifactory.clients.protocol.WireJson;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * An agent without a load: it says all that one says, and measures nothing. Thread-safe as far as
 * it beats.
 */
final class SimulatedAgent {
  private static final long BARRIER_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);
  private static final Pattern RUN = Pattern.compile("\"run_id\":\"([^\"]+)\"");
  private static final Pattern PACE = Pattern.compile("\"heartbeat_seconds\":([0-9.]+)");
  private static final String NAME = "vm-0-d24a75";
  private static final int SEQUENCE = 7;
  private static final double NANOS = 1e9;

  /** What an agent with figures delivers, around the name and the number. */
  private static final String SNAPSHOT = snapshot();

  private final Calls calls;
  private final long group;
  private final int rank;
  private final String address;
  private final String name;
  private final String authorization;
  private final String token;
  private final Histogram ofConnects;
  private volatile long heartbeatNanos;
  private volatile String run;
  private volatile boolean ended;

  SimulatedAgent(
      Calls calls, String address, long group, int rank, String token, Histogram ofConnects) {
    this.calls = calls;
    this.group = group;
    this.rank = rank;
    this.address = address;
    this.token = token;
    this.name = "agent-%d-%d".formatted(group, rank);
    this.authorization = AgentToken.authorization(AgentToken.OF_AGENT, token);
    this.ofConnects = ofConnects;
  }

  private static String snapshot() {
    Jsonb json = JsonbBuilder.create(WireJson.config());
    return json.toJson(SnapshotMerge.snapshot(NAME, SEQUENCE));
  }

  /** Requests that each snapshot tells of. */
  static long requestsOfEach() {
    return SnapshotMerge.REQUESTS;
  }

  void connect() {
    String reply =
        call(
            "connect",
            """
            {"client_address":"%s","agent":"%s","rank":%d,"nonce":"%s",\
            "node":"benchmark","num_clients":1}
            """
                .formatted(address, name, rank, token),
            ofConnects);
    Matcher pace = PACE.matcher(reply);
    if (!pace.find()) {
      throw new BenchmarkException("no heartbeat_seconds in the answer to connect: " + reply);
    }
    heartbeatNanos = (long) (Double.parseDouble(pace.group(1)) * NANOS);
  }

  /** Reports from now on, in a thread of its own, until it is told to end. */
  void beat() {
    Thread.ofVirtual()
        .start(
            () -> {
              LockSupport.parkNanos((long) (Math.random() * heartbeatNanos));
              while (!ended) {
                heartbeat();
                LockSupport.parkNanos(heartbeatNanos);
              }
            });
  }

  void end() {
    ended = true;
  }

  private void heartbeat() {
    try {
      String reply =
          call(
              "agents/%s/heartbeat".formatted(name),
              "{\"state\":\"%s\"}".formatted(run == null ? "READY" : "RUNNING"),
              Calls.times());
      Matcher ordered = RUN.matcher(reply);
      if (run == null && ordered.find()) {
        run = ordered.group(1);
      }
    } catch (BenchmarkException e) {
      // Its group is deleted, or its next call says the same and ends the row.
      ended = true;
    }
  }

  void awaitRun() {
    while (run == null) {
      if (ended) {
        throw new BenchmarkException("%s was turned away before it had a run".formatted(name));
      }
      LockSupport.parkNanos(BARRIER_PAUSE);
    }
  }

  void waitAtBarrier() {
    String path = "runs/%s/barrier".formatted(run);
    String body = "{\"agent\":\"%s\",\"ready\":true}".formatted(name);
    while (!call(path, body, Calls.times()).contains("\"command\":\"go\"")) {
      LockSupport.parkNanos(BARRIER_PAUSE);
    }
  }

  void deliver(int sequence, boolean last, Histogram times) {
    String body =
        SNAPSHOT
            .replace("\"" + NAME + "\"", "\"" + name + "\"")
            .replace("\"sequence\":" + SEQUENCE, "\"sequence\":" + sequence)
            .replace("\"last\":false", "\"last\":" + last);
    call("runs/%s/snapshots".formatted(run), body, times);
  }

  private String call(String what, String body, Histogram times) {
    return calls.call(
        "POST", "/client-group/%d/%s".formatted(group, what), authorization, body, times);
  }
}
