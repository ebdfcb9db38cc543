package eu.aifactory.clients.slurm;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One error, or one warning, that Slurm names.
 *
 * @param number Slurm's own, or {@link #UNSPECIFIED}
 * @param text Slurm's words, one line
 */
record SlurmError(int number, String text) {
  /** Slurm's number for an error that it does not tell; stands for a number left out as well. */
  static final int UNSPECIFIED = -1;

  ErrorMeaning meaning() {
    return ErrorMeaning.of(number);
  }

  /** Slurm's words and numbers, for the end of a sentence. */
  static String words(List<SlurmError> errors) {
    return errors.stream().map(SlurmError::toString).distinct().collect(Collectors.joining("; "));
  }

  /** The first error of that meaning. */
  static Optional<SlurmError> first(List<SlurmError> errors, ErrorMeaning meaning) {
    return errors.stream().filter(error -> error.meaning() == meaning).findFirst();
  }

  @Override
  public String toString() {
    return number == UNSPECIFIED || number == 0 ? text : "%s (%d)".formatted(text, number);
  }
}
