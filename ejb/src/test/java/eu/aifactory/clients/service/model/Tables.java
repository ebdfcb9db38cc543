package eu.aifactory.clients.service.model;

import eu.aifactory.clients.service.group.GroupState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What is in the tables, by SQL alone: none of the code that is on trial reads it. */
final class Tables {
  record Group(long pk, GroupState state, boolean wanted) {}

  record Attempt(long group, int number, String state, String jobId, long submittedAt) {
    boolean isOpen() {
      return List.of("SUBMITTING", "UNKNOWN", "SUBMITTED").contains(state);
    }

    boolean isUndecided() {
      return List.of("SUBMITTING", "UNKNOWN").contains(state);
    }
  }

  record Event(long group, String kind) {}

  record FinishedRun(String id, long group, String state, String document) {}

  /** The same for all databases of this test. */
  private static final AtomicReference<List<String>> TEXTS = new AtomicReference<>(List.of());

  private Tables() {}

  /** Key of the group that can be asked for under this id. */
  static Optional<Long> liveGroup(World world, long id) {
    return query(
            world,
            "SELECT pk FROM client_group WHERE live_benchmark_id = " + id,
            row -> row.getLong(1))
        .stream()
        .findFirst();
  }

  /** Key of the group that the agent was let into; empty when that is gone. */
  static Optional<Long> groupOfAgent(World world, String name) {
    return query(
            world,
            "SELECT group_pk FROM agent WHERE name = '%s'".formatted(name),
            row -> row.getLong(1))
        .stream()
        .findFirst();
  }

  /** Of a group's lease; empty when the group is gone. */
  static Optional<Long> epochOf(World world, long group) {
    return query(
            world, "SELECT epoch FROM group_lease WHERE group_pk = " + group, row -> row.getLong(1))
        .stream()
        .findFirst();
  }

  static Map<Long, Group> groups(World world) {
    Map<Long, Group> groups = new HashMap<>();
    query(
            world,
            "SELECT pk, state, desired FROM client_group",
            row ->
                new Group(
                    row.getLong(1),
                    GroupState.valueOf(row.getString(2)),
                    row.getString(3).equals("RUN")))
        .forEach(group -> groups.put(group.pk(), group));
    return groups;
  }

  static List<Attempt> attempts(World world) {
    return query(
        world,
        "SELECT group_pk, number, state, job_id, submitted_at FROM job_attempt ORDER BY group_pk, number",
        row ->
            new Attempt(
                row.getLong(1), row.getInt(2), row.getString(3), row.getString(4), row.getLong(5)));
  }

  static List<Event> events(World world) {
    return query(
        world,
        "SELECT group_pk, kind FROM group_event ORDER BY pk",
        row -> new Event(row.getLong(1), row.getString(2)));
  }

  static List<FinishedRun> runs(World world) {
    return query(
        world,
        "SELECT r.run_id, r.group_pk, r.state, d.document FROM run r"
            + " LEFT JOIN run_result d ON d.run_id = r.run_id",
        row ->
            new FinishedRun(row.getString(1), row.getLong(2), row.getString(3), row.getString(4)));
  }

  static List<Promises.Part> parts(World world) {
    return parts(world, "");
  }

  /** Those that came when the result was made are in no figure. */
  static List<Promises.Part> partsInTime(World world) {
    return parts(world, " WHERE late = FALSE");
  }

  private static List<Promises.Part> parts(World world, String where) {
    return query(
        world,
        "SELECT run_id, agent, sequence FROM snapshot_part" + where,
        row -> new Promises.Part(row.getString(1), row.getString(2), row.getLong(3)));
  }

  /** Every text in every row of every table: of columns that come later, too. */
  static List<String> texts(World world) {
    List<String> all = new ArrayList<>();
    for (String texts : TEXTS.updateAndGet(known -> known.isEmpty() ? textQueries(world) : known)) {
      all.addAll(query(world, texts, row -> row.getString(1)));
    }
    return all;
  }

  /** For each table with texts the query that reads all of them. */
  private static List<String> textQueries(World world) {
    return query(
        world,
        "SELECT 'SELECT CONCAT_WS('' '', ' || LISTAGG('\"' || column_name || '\"', ', ')"
            + " || ', '''') FROM \"' || table_name || '\"' FROM information_schema.columns"
            + " WHERE table_schema = 'PUBLIC' AND data_type LIKE 'CHARACTER%'"
            + " AND table_name <> 'flyway_schema_history' GROUP BY table_name",
        row -> row.getString(1));
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> List<T> query(World world, String sql, Reader<T> reader) {
    List<T> all = new ArrayList<>();
    try (Connection connection = world.service().database.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        all.add(reader.read(rows));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
    return all;
  }
}
