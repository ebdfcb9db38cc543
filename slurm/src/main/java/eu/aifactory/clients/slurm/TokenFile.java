package eu.aifactory.clients.slurm;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Optional;

/**
 * A token in a file that somebody else renews: read again when the file has changed. A change that
 * leaves time, size and inode alone is found by {@link #refresh} only.
 */
final class TokenFile implements TokenSource {
  private static final System.Logger LOG = System.getLogger(TokenFile.class.getName());
  private static final int MOST_BYTES = 32 * 1024;

  private final Path file;
  private final String whose;
  private final Clock clock;

  private Optional<Stamp> read = Optional.empty();
  private SlurmToken token;
  private String warned = "";

  TokenFile(Path file, Clock clock) {
    this.file = file;
    this.whose = "the Slurm token of file " + file;
    this.clock = clock;
  }

  @Override
  public synchronized Optional<SlurmToken> current() throws SlurmUnavailableException {
    readIfChanged();
    return Optional.of(
        TokenText.required(token, whose, "whatever renews that file has to do so", clock));
  }

  @Override
  public synchronized boolean refresh() throws SlurmUnavailableException {
    SlurmToken before = token;
    read = Optional.empty();
    readIfChanged();
    return !token.equals(before);
  }

  /** While the token that was read last can be used, a file that makes no sense is a warning. */
  private void readIfChanged() throws SlurmUnavailableException {
    try {
      Stamp now = Stamp.of(file);
      if (!read.equals(Optional.of(now))) {
        token = fromFile();
        read = Optional.of(now);
        warned = "";
      }
    } catch (IOException e) {
      keepOrThrow(
          SlurmUnavailableException.badCredentials(
              whose + " cannot be read (is it there, and may this user read it?)"));
    } catch (SlurmUnavailableException e) {
      keepOrThrow(e);
    }
  }

  private SlurmToken fromFile() throws IOException, SlurmUnavailableException {
    Optional<String> fault = SecretFile.fault(file);
    if (fault.isPresent()) {
      throw SlurmUnavailableException.badCredentials("%s %s".formatted(whose, fault.get()));
    }
    return TokenText.parsed(text(), whose);
  }

  private void keepOrThrow(SlurmUnavailableException failure) throws SlurmUnavailableException {
    if (token == null || token.isExpired(clock)) {
      throw failure;
    }
    if (!warned.equals(failure.getMessage())) {
      warned = failure.getMessage();
      LOG.log(Level.WARNING, "{0}; the one read before is used until it ends", warned);
    }
  }

  private String text() throws IOException {
    try (var input = Files.newInputStream(file)) {
      return TokenText.in(new String(input.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
    }
  }

  /** Taken before the content is read: a change in between is then found at the next look. */
  private record Stamp(FileTime changed, long size, Optional<Object> inode) {
    static Stamp of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(
          attributes.lastModifiedTime(),
          attributes.size(),
          Optional.ofNullable(attributes.fileKey()));
    }
  }
}
