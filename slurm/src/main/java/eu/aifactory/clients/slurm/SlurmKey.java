package eu.aifactory.clients.slurm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be set about Slurm; {@code docs/slurm.md} has the table. */
public enum SlurmKey {
  /** The file itself, so that it can be shown with the rest. */
  CONFIG("AIF_SLURM_CONFIG"),
  URL("AIF_SLURM_URL"),
  USER_NAME("AIF_SLURM_USER_NAME", "USER", "USERNAME"),
  API_VER("AIF_SLURM_API_VER"),
  ACCOUNT("AIF_SLURM_ACCOUNT"),
  JWT("SLURM_JWT"),
  JWT_FILE("AIF_SLURM_JWT_FILE"),
  JWT_COMMAND("AIF_SLURM_JWT_COMMAND"),
  TRANSPORT("AIF_SLURM_TRANSPORT"),
  COMMANDS("AIF_SLURM_COMMANDS"),
  WORK_DIR("AIF_SLURM_WORK_DIR"),
  STAGE_DIR("AIF_SLURM_STAGE_DIR"),
  PARTITION("AIF_SLURM_PARTITION"),
  QOS("AIF_SLURM_QOS"),
  CONSTRAINT("AIF_SLURM_CONSTRAINT"),
  RESERVATION("AIF_SLURM_RESERVATION"),
  GRES("AIF_SLURM_GRES"),
  CPUS("AIF_SLURM_CPUS"),
  MEMORY("AIF_SLURM_MEMORY"),
  EXCLUDE("AIF_SLURM_EXCLUDE"),
  PATH("AIF_SLURM_PATH"),
  MODULE("AIF_SLURM_MODULE"),
  CONTAINER("AIF_CONTAINER"),
  IMAGE("AIF_CLIENT_IMAGE"),
  REQUESTS_PER_SECOND("AIF_SLURM_REQUESTS_PER_SECOND"),
  POLL_SECONDS("AIF_SLURM_POLL_SECONDS");

  private final List<String> variables;

  SlurmKey(String... variables) {
    this.variables = List.of(variables);
  }

  /** Its name in a file and on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The environment variable by which a process hands it on. */
  public String variable() {
    return variables.getFirst();
  }

  /** The environment variables that give it, the first of them that is set counts. */
  List<String> variables() {
    return variables;
  }

  /** The key of this name, in any case. */
  public static Optional<SlurmKey> of(String name) {
    return Arrays.stream(values()).filter(key -> key.text().equalsIgnoreCase(name)).findFirst();
  }

  /** The key that this environment variable gives. */
  static Optional<SlurmKey> ofVariable(String name) {
    return Arrays.stream(values()).filter(key -> key.variables.contains(name)).findFirst();
  }
}
