package eu.aifactory.clients.slurm;

/** What follows from the number of an error of Slurm; from the HTTP status follows much less. */
enum ErrorMeaning {
  /** Slurm will not do this, now or later, and has not. */
  REFUSED,
  /** Slurm knows no such job. */
  NO_SUCH_JOB,
  /** The job has ended or is ending. */
  ALREADY_ENDED,
  /** Slurm does not accept the token, and has done nothing. */
  CREDENTIALS,
  /** It has not been done, for a reason that passes. */
  NOT_TAKEN,
  /** Nothing follows: it may have been done. */
  UNKNOWN;

  private static final int TRY_AGAIN = 11;
  private static final int PROTOCOL_AUTHENTICATION = 1007;
  // Set by opening the connection to slurmctld alone, so before anything is sent; 1801 to 1803 and
  // 5003 to 5005 are of an exchange that had begun.
  private static final int CONTROLLER_NOT_CONNECTED = 1800;
  private static final int CONTROLLER_BACK_OFF = 1804;
  private static final int QUEUE_FULL = 2007;
  private static final int NODES_BUSY = 2016;
  private static final int INVALID_JOB_ID = 2017;
  private static final int ALREADY_DONE = 2021;
  private static final int IN_STANDBY = 2027;
  private static final int INTERNAL = 2090;
  private static final int SUBMISSIONS_DISABLED = 2105;
  private static final int IN_STANDBY_USE_BACKUP = 2131;
  private static final int MISSING_TIME_LIMIT = 8000;
  private static final int REST_EMPTY_RESULT = 9003;
  private static final int REST_AUTHENTICATION = 9008;

  static ErrorMeaning of(int number) {
    return switch (number) {
      case INVALID_JOB_ID -> NO_SUCH_JOB;
      case ALREADY_DONE -> ALREADY_ENDED;
      case PROTOCOL_AUTHENTICATION, REST_AUTHENTICATION -> CREDENTIALS;
      case TRY_AGAIN,
          CONTROLLER_NOT_CONNECTED,
          CONTROLLER_BACK_OFF,
          QUEUE_FULL,
          NODES_BUSY,
          IN_STANDBY,
          IN_STANDBY_USE_BACKUP,
          SUBMISSIONS_DISABLED ->
          NOT_TAKEN;
      case INTERNAL, REST_EMPTY_RESULT -> UNKNOWN;
      case MISSING_TIME_LIMIT -> REFUSED;
      default -> ofRange(number);
    };
  }

  private static ErrorMeaning ofRange(int number) {
    if (number >= 6000 && number < 6100) {
      return CREDENTIALS;
    }
    // 2000: slurmctld's own about jobs; 9000 and 9200: slurmrestd's about the question, before it
    // asks slurmctld.
    boolean isOfController = number >= 2000 && number < 2200;
    boolean isOfQuestion = number >= 9000 && number < 9300;
    return isOfController || isOfQuestion ? REFUSED : UNKNOWN;
  }
}
