package eu.aifactory.clients.slurm;

import java.util.List;
import java.util.OptionalLong;

/**
 * What slurmrestd answered, the same for all its versions.
 *
 * @param status of HTTP
 * @param form what the body was
 * @param text the body's words when it was text
 * @param errors that it names
 * @param warnings that it names, and what a submit filter of the site had to say
 * @param jobId of the job that was submitted
 * @param listsJobs whether there is a list of jobs, if an empty one
 * @param jobs in it, those asked for
 * @param nodes in a list of nodes
 * @param cancelErrors what became of a cancelled job, where the version tells it apart
 */
record RestAnswer(
    int status,
    Form form,
    String text,
    List<SlurmError> errors,
    List<SlurmError> warnings,
    OptionalLong jobId,
    boolean listsJobs,
    List<SlurmJobInfo> jobs,
    List<SlurmNode> nodes,
    List<SlurmError> cancelErrors) {

  enum Form {
    /** One whole JSON object, understood. */
    JSON,
    /** JSON that broke off or was not understood. */
    BROKEN,
    /** Words, as slurmrestd says what is wrong with a request itself. */
    TEXT,
    /** A page: from something between, not from slurmrestd. */
    HTML,
    EMPTY
  }

  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int NETWORK_AUTHENTICATION_REQUIRED = 511;

  boolean isOk() {
    return status == 200 && form == Form.JSON;
  }

  /** Slurm does not accept the token, or misses one: whatever was asked has not been done. */
  boolean isBadCredentials() {
    if (jobId.isPresent()) {
      return false;
    }
    if (SlurmError.first(errors, ErrorMeaning.CREDENTIALS).isPresent()) {
      return true;
    }
    boolean isSaidByStatus = status == UNAUTHORIZED || status == NETWORK_AUTHENTICATION_REQUIRED;
    return isSaidByStatus && form != Form.HTML;
  }

  /** slurmrestd has no such path, so not this version of the API: nothing has been done. */
  boolean isNoSuchPath() {
    return status == NOT_FOUND && form == Form.TEXT && text.contains("find requested URL");
  }

  boolean isNoSuchJob() {
    return form == Form.JSON && SlurmError.first(errors, ErrorMeaning.NO_SUCH_JOB).isPresent();
  }

  /** The answer in words, for the end of a sentence. */
  String words() {
    if (!errors.isEmpty()) {
      return SlurmError.words(errors);
    }
    return switch (form) {
      case TEXT -> "%s (HTTP %d)".formatted(text, status);
      case HTML -> "a web page (HTTP %d)".formatted(status);
      case BROKEN -> "JSON that breaks off or is not as expected (HTTP %d)".formatted(status);
      case EMPTY -> "nothing (HTTP %d)".formatted(status);
      case JSON -> "HTTP %d without an error's name".formatted(status);
    };
  }
}
