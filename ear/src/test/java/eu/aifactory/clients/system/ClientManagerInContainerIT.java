package eu.aifactory.clients.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.Connect;
import eu.aifactory.clients.protocol.CreateGroup;
import eu.aifactory.clients.protocol.GroupInfo;
import eu.aifactory.clients.protocol.GroupView;
import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.service.group.ClientGroup;
import eu.aifactory.clients.service.group.ClientGroups;
import eu.aifactory.clients.service.group.ClientManager;
import eu.aifactory.clients.service.group.GroupEvent;
import eu.aifactory.clients.service.group.GroupExistsException;
import eu.aifactory.clients.service.group.GroupLog;
import eu.aifactory.clients.service.group.UnknownGroupException;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.transaction.UserTransaction;
import java.io.File;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@link ClientManager} and what it stores, from the inside of the server, in the EAR that ships.
 */
@ExtendWith({ServerForArquillian.class, ArquillianExtension.class})
class ClientManagerInContainerIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final List<Long> created = new ArrayList<>();

  @Deployment
  static EnterpriseArchive serviceWithThisTest() {
    EnterpriseArchive ear =
        ShrinkWrap.createFromZipFile(
            EnterpriseArchive.class,
            new File(System.getProperty("aif.root"), "ear/target/aif.ear"));
    WebArchive war =
        Testable.archiveToTest(ear.getAsType(WebArchive.class, "/aif-web.war"))
            .addClasses(ClientManagerInContainerIT.class, ServerForArquillian.class, Await.class)
            .addAsLibraries(
                new File(
                    Assertions.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath()));
    ear.delete("/aif-web.war");
    return ear.addAsModule(war);
  }

  @AfterEach
  void deleteGroups() throws NamingException {
    for (long id : created) {
      manager().delete(id);
    }
  }

  @Test
  void storesWhatWasAskedForAndLogsIt() throws NamingException {
    long id = create(3);
    GroupView view = manager().find(id);
    GroupInfo info = view.info();
    assertThat(view.benchmarkId()).isEqualTo(id);
    assertThat(info.numClients()).isEqualTo(3);
    assertThat(info.timeLimit()).isEqualTo(7);
    assertThat(info.workload().load().requests()).isEqualTo(11);
    assertThat(info.workload().output().maxTokens()).isEqualTo(Workload.Output.DEFAULT_MAX_TOKENS);

    ClientGroup group = groups().live(id).orElseThrow();
    assertThat(group.workload()).isEqualTo(info.workload());
    assertThat(kindsOf(group)).startsWith("REQUESTED");
    assertThat(manager().list(Optional.empty(), 0, 10).groups())
        .extracting(GroupView::benchmarkId)
        .contains(id);
  }

  @Test
  void registersAnAgentOnceAndCountsVersions() throws NamingException, SQLException {
    long id = create(1);
    long key = groups().live(id).orElseThrow().pk();
    awaitEvent(id, "SUBMITTING -> QUEUED");
    assertThat(version(key)).as("changes since it was made").isPositive();
    Connect connect =
        new Connect("http://127.0.0.1:9", "guest", 0, null, null, null, null, null, null, null);
    assertThat(manager().register(id, connect).clientAddress()).isEqualTo("http://127.0.0.1:9");
    assertThat(manager().register(id, connect).clientAddress()).isEqualTo("http://127.0.0.1:9");
    assertThat(manager().find(id).info().agents())
        .filteredOn(agent -> agent.agent().equals("guest"))
        .hasSize(1);
  }

  @Test
  void givesAnIdToOneOfTwoWhoAskAtOnce() throws Exception {
    long id = newId();
    Callable<Boolean> create =
        () -> {
          try {
            manager().create(id, order(1), null);
            return true;
          } catch (GroupExistsException e) {
            return false;
          }
        };
    List<Boolean> won = new ArrayList<>();
    for (Future<Boolean> answer : executor().invokeAll(List.of(create, create, create, create))) {
      won.add(answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
    }
    assertThat(won).containsOnlyOnce(true);

    manager().delete(id);
    assertThatThrownBy(() -> manager().find(id)).isInstanceOf(UnknownGroupException.class);
    manager().create(id, order(5), null);
    assertThat(manager().find(id).info().numClients()).isEqualTo(5);
  }

  @Test
  void submitsAJobOnlyOnceTheGroupIsCommitted() throws Exception {
    UserTransaction transaction = lookUp("java:comp/UserTransaction", UserTransaction.class);
    long undone = newId();
    transaction.begin();
    manager().create(undone, order(1), null);
    long undoneKey = groups().live(undone).orElseThrow().pk();
    transaction.rollback();

    long kept = newId();
    transaction.begin();
    manager().create(kept, order(1), null);
    assertThat(kindsOf(groups().live(kept).orElseThrow()))
        .as("within the transaction")
        .containsExactly("REQUESTED");
    transaction.commit();
    awaitEvent(kept, "SUBMITTING -> QUEUED");

    assertThat(groups().live(undone)).isEmpty();
    assertThat(rows("select count(*) from job_attempt where group_pk = ?", undoneKey)).isZero();
    assertThat(rows("select count(*) from group_event where group_pk = ?", undoneKey)).isZero();
  }

  @Test
  void keepsOthersFromAGroupThatIsBeingChanged() throws Exception {
    long id = create(1);
    awaitEvent(id, "SUBMITTING -> QUEUED");
    UserTransaction transaction = lookUp("java:comp/UserTransaction", UserTransaction.class);
    transaction.begin();
    try {
      groups().liveLocked(id);
      Callable<Object> other = () -> groups().liveLocked(id).pk();
      // H2 lets it wait for a while and then refuses; it never gets in.
      Future<Object> waiting = executor().submit(other);
      assertThatThrownBy(() -> waiting.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .hasStackTraceContaining("Timeout trying to lock");
    } finally {
      transaction.rollback();
    }
    assertThat(groups().liveLocked(id).benchmarkId()).isEqualTo(id);
  }

  private long create(int clients) throws NamingException {
    long id = newId();
    manager().create(id, order(clients), null);
    return id;
  }

  private long newId() {
    long id = System.nanoTime();
    created.add(id);
    return id;
  }

  private static CreateGroup order(int clients) {
    Workload workload = Workload.standard().withLoad(Workload.Load.closed(null, 11L));
    return new CreateGroup(clients, 7, 1, workload, null);
  }

  private static void awaitEvent(long id, String kind) throws NamingException {
    ClientGroup group = groups().live(id).orElseThrow();
    GroupLog log = log();
    Await.so(
        kind,
        LIMIT,
        () -> log.of(group).stream().anyMatch(event -> event.kind().equals(kind)),
        () -> log.of(group).stream().map(GroupEvent::kind).toList().toString());
  }

  private static Stream<String> kindsOf(ClientGroup group) throws NamingException {
    return log().of(group).stream().map(GroupEvent::kind);
  }

  private static long version(long groupPk) throws NamingException, SQLException {
    return rows("select version from client_group where pk = ?", groupPk);
  }

  private static long rows(String query, long key) throws NamingException, SQLException {
    try (Connection connection = lookUp("jdbc/aif", DataSource.class).getConnection();
        PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setLong(1, key);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private static ClientManager manager() throws NamingException {
    return lookUp("java:app/aif-ejb/ClientManager", ClientManager.class);
  }

  private static ClientGroups groups() throws NamingException {
    return lookUp("java:app/aif-ejb/ClientGroups", ClientGroups.class);
  }

  private static GroupLog log() throws NamingException {
    return lookUp("java:app/aif-ejb/GroupLog", GroupLog.class);
  }

  private static ManagedExecutorService executor() throws NamingException {
    return lookUp("java:comp/DefaultManagedExecutorService", ManagedExecutorService.class);
  }

  private static <T> T lookUp(String name, Class<T> type) throws NamingException {
    return type.cast(InitialContext.doLookup(name));
  }
}
