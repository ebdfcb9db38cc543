package eu.aifactory.clients.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void setsNamesToTheLeftAndNumbersToTheRight() {
    Table table = new Table(1, "name", "p50");
    table.row("ttft", "50.12");
    table.row("send lag", "0.3");

    assertThat(table.toString())
        .isEqualTo(
            """
            name        p50
            ttft      50.12
            send lag    0.3""");
  }

  @Test
  void leavesNoSpaceAtTheEndOfALine() {
    Table table = new Table(2, "a", "b");
    table.row("1", "");

    assertThat(table.toString().lines()).noneMatch(line -> line.endsWith(" "));
  }
}
