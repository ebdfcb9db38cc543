package eu.aifactory.clients.system;

import java.util.List;

/**
 * Who may make which call: written down beside the service's own description, so that a call that
 * is added, or opened to others, is seen.
 */
final class AccessMatrix {
  static final List<String> ROLES = List.of("viewer", "operator", "admin");

  /** Whose things a call is about. */
  enum About {
    /** One owner's: for another they are not there. */
    THEIRS,
    /** Everybody's. */
    ALL,
    /**
     * An agent's conversation, which its job's token opens, and a person who may operate the group.
     */
    AGENTS
  }

  /**
   * One call.
   *
   * @param role the least that may make it
   * @param body JSON, or empty for none
   * @param fine the statuses that those get who may
   */
  record Call(
      String method, String path, String role, About about, String body, List<Integer> fine) {
    boolean isFor(String other) {
      return ROLES.indexOf(other) >= ROLES.indexOf(role);
    }

    String name() {
      return method + " " + path;
    }

    @Override
    public String toString() {
      return name();
    }
  }

  private static final String OBSERVER = "{\"ip_address\":\"127.0.0.1\",\"port\":9}";
  private static final String GROUP = "/client-group/{id}";

  private AccessMatrix() {}

  static List<Call> calls() {
    return List.of(
        new Call("GET", "/client-group", "viewer", About.ALL, "", List.of(200)),
        // The id is another one each time.
        new Call("POST", GROUP, "operator", About.ALL, "{\"num_clients\":1}", List.of(201)),
        theirs("GET", GROUP, "viewer", ""),
        theirs("DELETE", GROUP, "operator", ""),
        theirs("POST", GROUP + "/run", "operator", ""),
        theirs("GET", GROUP + "/result", "viewer", ""),
        theirs("GET", GROUP + "/runs/{run}/result", "viewer", ""),
        theirs("GET", GROUP + "/events", "viewer", ""),
        theirs("GET", GROUP + "/logs/{output}", "viewer", ""),
        theirs("GET", GROUP + "/records", "viewer", ""),
        theirs("GET", GROUP + "/runs/{run}/records", "viewer", ""),
        new Call("POST", GROUP + "/observer", "operator", About.THEIRS, OBSERVER, List.of(201)),
        theirs("GET", "/runs/{run}/result", "viewer", ""),
        theirs("GET", "/compare", "viewer", ""),
        new Call("GET", "/baselines", "viewer", About.ALL, "", List.of(200)),
        theirs("GET", "/baselines/{name}", "viewer", ""),
        theirs("GET", "/baselines/{name}/result", "viewer", ""),
        theirs("PUT", "/baselines/{name}", "operator", "{\"run_id\":\"{run}\"}"),
        new Call("DELETE", "/baselines/{name}", "operator", About.ALL, "", List.of(204)),
        new Call("POST", "/observer", "admin", About.ALL, OBSERVER, List.of(200)),
        new Call("GET", "/server", "viewer", About.ALL, "", List.of(200)),
        new Call(
            "PUT", "/server", "admin", About.ALL, "{\"server_addr\":\"{server}\"}", List.of(200)),
        agents("POST", GROUP + "/connect"),
        agents("POST", GROUP + "/agents/{agent}/heartbeat"),
        new Call("GET", GROUP + "/agents/{agent}/orders", "operator", About.AGENTS, "", List.of()),
        agents("POST", GROUP + "/runs/{run}/barrier"),
        agents("POST", GROUP + "/runs/{run}/snapshots"),
        agents("PUT", GROUP + "/runs/{run}/records/{agent}"),
        agents("PUT", GROUP + "/runs/{run}/records/{agent}/{number}"));
  }

  private static Call theirs(String method, String path, String role, String body) {
    return new Call(method, path, role, About.THEIRS, body, List.of(200, 201));
  }

  private static Call agents(String method, String path) {
    return new Call(method, path, "operator", About.AGENTS, "{}", List.of());
  }
}
