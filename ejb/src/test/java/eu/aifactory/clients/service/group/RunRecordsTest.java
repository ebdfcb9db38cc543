package eu.aifactory.clients.service.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.aifactory.clients.protocol.Workload;
import eu.aifactory.clients.protocol.records.RecordBlock;
import eu.aifactory.clients.protocol.records.RecordBlockWriter;
import eu.aifactory.clients.protocol.records.RecordOutput;
import eu.aifactory.clients.protocol.records.RecordsEnd;
import eu.aifactory.clients.protocol.records.RecordsMissed;
import eu.aifactory.clients.service.group.RunRecords.Inventory;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunRecordsTest {
  private static final RecordsMissed NONE = new RecordsMissed(0, 0, 0);

  private final ServiceOnH2 service = new ServiceOnH2();
  private final RecordBlockWriter blocks = new RecordBlockWriter("agent-0", "p-", List.of());
  private long group;
  private String run;

  @BeforeEach
  void begin() {
    begin(new Workload.Records(true, false, null));
  }

  private void begin(Workload.Records wanted) {
    group = service.ready(2, Workload.standard().withRecords(wanted));
    run = service.begun();
  }

  @AfterEach
  void close() {
    blocks.close();
    service.close();
  }

  @Test
  void storesABlockOnceHoweverOftenItComes() {
    byte[] first = block(3);
    byte[] second = block(4);
    deliver("agent-0", 0, first);
    deliver("agent-0", 0, first);
    deliver("agent-0", 1, second);
    deliver("agent-0", 0, first);

    Inventory inventory = inventory();

    assertThat(inventory.records()).isEqualTo(7);
    assertThat(inventory.runId()).isEqualTo(run);
    assertThat(inventory.parts())
        .containsExactly(
            new RunRecords.AgentPart("agent-0", 2, 7, false),
            new RunRecords.AgentPart("agent-1", 0, 0, false));
    assertThat(stored("agent-0", 0)).isEqualTo(first);
    assertThat(stored("agent-0", 1)).isEqualTo(second);
  }

  @Test
  void storesTheLargestBlockThatThereCanBe() {
    byte[] largest = incompressible();
    assertThat(largest.length).isGreaterThan(700_000);

    deliver("agent-0", 0, largest);

    assertThat(stored("agent-0", 0)).isEqualTo(largest);
  }

  @Test
  void knowsOfWhichAgentsRecordsMayBeMissing() {
    deliver("agent-0", 0, block(3));
    end("agent-0", new RecordsEnd(1, 3, NONE));
    end("agent-1", new RecordsEnd(1, 3, NONE));
    assertThat(inventory().incompleteAgents()).containsExactly("agent-1");

    end("agent-0", new RecordsEnd(1, 3, NONE));
    deliver("agent-1", 0, new RecordBlockWriter("agent-1", "p-", List.of()).cut());

    assertThat(inventory().incompleteAgents()).isEmpty();
  }

  @Test
  void refusesABlockBeforeTheOneThatPrecedesIt() {
    block(1);
    byte[] second = block(1);

    assertThatThrownBy(() -> deliver("agent-0", 1, second))
        .isInstanceOf(BlockOutOfOrderException.class)
        .hasMessageContaining("has delivered 0 blocks of run " + run);
  }

  @Test
  void refusesWhatIsNoBlockOrAnother() {
    assertThatThrownBy(() -> deliver("agent-0", 0, "{}".getBytes()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("the body is no block of records: ");
    byte[] first = block(1);
    assertThatThrownBy(() -> deliver("agent-0", 1, first))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("the block calls itself 0, and the path 1");
    assertThat(inventory().records()).isZero();
  }

  @Test
  void refusesMoreThanTheWorkloadAllows() {
    service.delete(group);
    begin(new Workload.Records(true, false, 1L << 20));
    deliver("agent-0", 0, incompressible());
    byte[] second = incompressible();

    assertThatThrownBy(() -> deliver("agent-0", 1, second))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("above max_bytes (1048576)");
  }

  @Test
  void refusesWhoTakesNoPart() {
    byte[] block = block(1);

    assertThatThrownBy(() -> deliver("agent-7", 0, block))
        .isInstanceOf(UnknownRunException.class)
        .hasMessage("agent \"agent-7\" takes no part in run " + run);
    assertThatThrownBy(() -> end("agent-7", new RecordsEnd(0, 0, NONE)))
        .isInstanceOf(UnknownRunException.class);
  }

  @Test
  void saysWhenThereCanBeNone() {
    assertThatThrownBy(() -> inventory(99, Optional.empty()))
        .isInstanceOf(UnknownGroupException.class);
    assertThatThrownBy(() -> inventory(ServiceOnH2.ID, Optional.of("other")))
        .isInstanceOf(UnknownRunException.class)
        .hasMessage("group 7 has no run \"other\"");
    service.delete(group);
    group = service.ready(1);
    assertThatThrownBy(() -> inventory(ServiceOnH2.ID, Optional.empty()))
        .isInstanceOf(UnknownRunException.class)
        .hasMessage("group 7 has not run yet");
    run = service.begun();
    assertThatThrownBy(this::inventory)
        .isInstanceOf(NoRecordsException.class)
        .hasMessageContaining(run);
    byte[] block = block(1);
    assertThatThrownBy(() -> deliver("agent-0", 0, block)).isInstanceOf(NoRecordsException.class);
  }

  @Test
  void goesWithItsGroup() {
    deliver("agent-0", 0, block(3));
    end("agent-0", new RecordsEnd(1, 3, NONE));

    service.delete(group);

    assertThat(service.database.inTransaction(() -> service.records.part(run, "agent-0").blocks()))
        .isZero();
    assertThat(service.database.inTransaction(() -> service.records.end(run, "agent-0"))).isEmpty();
    byte[] late = block(1);
    assertThatThrownBy(() -> deliver("agent-0", 1, late)).isInstanceOf(UnknownGroupException.class);
  }

  private void deliver(String agent, int number, byte[] block) {
    service.database.inTransaction(
        () -> service.runRecords.deliver(ServiceOnH2.ID, run, agent, number, block));
  }

  private void end(String agent, RecordsEnd end) {
    service.database.inTransaction(
        () -> service.runRecords.deliveredAll(ServiceOnH2.ID, run, agent, end));
  }

  private Inventory inventory() {
    return inventory(ServiceOnH2.ID, Optional.empty());
  }

  private Inventory inventory(long id, Optional<String> runId) {
    return service.database.inTransaction(() -> service.runRecords.inventory(id, runId));
  }

  private byte[] stored(String agent, int number) {
    return service.database.inTransaction(
        () -> service.runRecords.block(run, agent, number).orElseThrow());
  }

  private byte[] block(int records) {
    RecordOutput output = new RecordOutput(100 * records);
    for (int i = 0; i < records; i++) {
      output.endRecord(output.beginRecord());
    }
    blocks.add(output);
    return blocks.cut();
  }

  private byte[] incompressible() {
    RecordOutput output = new RecordOutput(RecordBlock.MOST_BODY_BYTES - 100);
    Random random = new Random(1);
    int start = output.beginRecord();
    while (output.length() < RecordBlock.MOST_BODY_BYTES - 200) {
      output.number(random.nextLong());
    }
    output.endRecord(start);
    blocks.add(output);
    return blocks.cut();
  }
}
