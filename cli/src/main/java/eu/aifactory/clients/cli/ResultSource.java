package eu.aifactory.clients.cli;

import eu.aifactory.clients.protocol.compare.ResultDocument;
import eu.aifactory.clients.protocol.compare.ResultName;
import eu.aifactory.clients.protocol.compare.UnfitComparisonException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds results by what people call them: a file if there is one, or else what the service has. */
final class ResultSource {
  private final ServiceOption service;

  ResultSource(ServiceOption service) {
    this.service = service;
  }

  /**
   * @param names files, groups, runs or baselines, with commas between them
   */
  List<ResultDocument> read(String names) throws InterruptedException {
    List<ResultDocument> documents = new ArrayList<>();
    for (String name : ResultName.listed(names)) {
      Path file = Path.of(name);
      documents.add(
          Files.exists(file)
              ? ResultDocument.of(name, ResultFile.read(file, 0))
              : ResultDocument.parse(name, ofService(name)));
    }
    if (documents.isEmpty()) {
      throw CommandFailure.wrong("there is no result in \"%s\".".formatted(names));
    }
    return documents;
  }

  private String ofService(String text) throws InterruptedException {
    if (text.contains("/") || text.endsWith(".json")) {
      throw CommandFailure.wrong("%s cannot be read: is it there?".formatted(text));
    }
    ResultName name;
    try {
      name = ResultName.of(text);
    } catch (UnfitComparisonException e) {
      throw CommandFailure.wrong("there is no file %s, and %s.".formatted(text, e.getMessage()));
    }
    try (ServiceClient client = service.client()) {
      return client.resultOf(name);
    }
  }
}
