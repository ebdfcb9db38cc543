package eu.aifactory.clients.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;

/** The rows as Markdown. */
public final class Table {
  private Table() {}

  public static String of(List<Row> rows) {
    return rows.stream()
        .map(Row::line)
        .collect(
            Collectors.joining(
                "\n",
                "| what | target | measured | held to the target | reached |\n|---|---|---|---|---|\n",
                "\n"));
  }
}
