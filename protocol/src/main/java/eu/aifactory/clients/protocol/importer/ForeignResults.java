package eu.aifactory.clients.protocol.importer;

import eu.aifactory.clients.protocol.compare.UnfitComparisonException;
import eu.aifactory.clients.protocol.result.Result;
import jakarta.json.JsonObject;
import java.util.Optional;

/** Reads results of vllm bench serve, guidellm and aiperf, told apart by their content. */
public final class ForeignResults {
  private ForeignResults() {}

  /**
   * The result in our shape: what the tool did not measure, or by another definition, is {@code
   * null}, and the reasons of the verdict say so. Empty when it is none of theirs.
   *
   * @param name of the file, for sentences
   * @param benchmark of a guidellm file with several, from 1; 0 takes the only one
   * @throws UnfitComparisonException naming the file and the member that is not as it should be
   */
  public static Optional<Result> read(String name, JsonObject json, int benchmark) {
    ForeignFile file = new ForeignFile(name, "", json);
    if (Aiperf.wrote(file)) {
      return Optional.of(Aiperf.read(file));
    }
    if (Guidellm.wrote(file)) {
      return Optional.of(Guidellm.read(file, benchmark));
    }
    if (VllmBenchServe.wrote(file)) {
      return Optional.of(VllmBenchServe.read(file));
    }
    return Optional.empty();
  }
}
