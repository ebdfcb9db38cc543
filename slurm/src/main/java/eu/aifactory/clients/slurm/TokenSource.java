package eu.aifactory.clients.slurm;

import java.util.Optional;

/** Where Slurm's token comes from, asked before each call. Thread-safe. */
@FunctionalInterface
public interface TokenSource {

  /**
   * The token to use now, or empty when there is none (slurmrestd is then asked without).
   *
   * @throws SlurmUnavailableException of the credentials kind when the token cannot be had, or is
   *     known to have expired: nothing was sent
   */
  Optional<SlurmToken> current() throws SlurmUnavailableException;

  /**
   * Gets the token anew where that is possible, after Slurm has refused the current one.
   *
   * @return whether {@link #current} now gives another one
   */
  default boolean refresh() throws SlurmUnavailableException {
    return false;
  }
}
