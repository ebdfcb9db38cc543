package eu.aifactory.clients.slurm;

import java.util.List;

/** What is set about Slurm cannot be used. No fault has a token in it. */
public final class SlurmConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> faults;

  /**
   * @param faults one sentence each, without a full stop
   */
  public SlurmConfigException(List<String> faults) {
    super(String.join("; ", faults));
    this.faults = List.copyOf(faults);
  }

  /** One sentence each, naming where the value stands, its key and what is wrong. */
  public List<String> faults() {
    return faults;
  }
}
