package eu.aifactory.clients.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a file that holds a token is for its owner alone. Whoever reads the token can run jobs in
 * its user's name until it ends, so such a file is refused, as SSH refuses a private key.
 */
final class SecretFile {
  private SecretFile() {}

  /** The end of a sentence that says what is wrong; empty where nothing is, or cannot be known. */
  static Optional<String> fault(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      boolean open =
          permissions.contains(PosixFilePermission.GROUP_READ)
              || permissions.contains(PosixFilePermission.OTHERS_READ);
      return open
          ? Optional.of(
              "can be read by others (%s): chmod 600 it, and get a new token where others are about"
                  .formatted(PosixFilePermissions.toString(permissions)))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      // It is gone, or this file system knows no such permissions: reading it decides.
      return Optional.empty();
    }
  }
}
