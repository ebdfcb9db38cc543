package eu.aifactory.clients.slurm;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What a configuration has to have before jobs can be submitted with it. */
final class JobRequirements {
  private static final List<String> PROGRAMS = List.of("sbatch", "squeue", "scancel");

  private final SlurmConfig config;
  private final String searchPath;

  /**
   * @param searchPath the PATH of this process
   */
  JobRequirements(SlurmConfig config, String searchPath) {
    this.config = config;
    this.searchPath = searchPath;
  }

  /** One sentence each. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    switch (config.transport()) {
      case REST -> rest(missing);
      case COMMANDS -> commands(missing);
    }
    if (config.workDir().isEmpty()) {
      missing.add(
          "work_dir is missing: a folder that all nodes share and that the job's user can write to");
    }
    if (config.container() && config.image().isEmpty()) {
      missing.add("image is missing, and container is true: the client's image (.sif)");
    }
    return List.copyOf(missing);
  }

  private void rest(List<String> missing) {
    if (config.url().isEmpty()) {
      missing.add(
          "url is missing, the address of slurmrestd: none was found on this machine; where there"
              + " is none, transport=commands uses sbatch, squeue and scancel");
    }
    boolean token =
        config.setting(SlurmKey.JWT).isPresent()
            || config.setting(SlurmKey.JWT_FILE).isPresent()
            || config.setting(SlurmKey.JWT_COMMAND).isPresent();
    if (!token) {
      missing.add(
          "the token is missing: give it as SLURM_JWT, or say with jwt_file or jwt_command, such as"
              + " \"scontrol token lifespan=3600\", where it comes from");
    }
  }

  private void commands(List<String> missing) {
    List<Path> folders =
        config
            .commands()
            .map(List::of)
            .orElseGet(
                () ->
                    Arrays.stream(searchPath.split(File.pathSeparator))
                        .filter(text -> text.startsWith("/"))
                        .flatMap(JobRequirements::folder)
                        .toList());
    String where = config.commands().map(Path::toString).orElse("the PATH");
    PROGRAMS.stream()
        .filter(
            name -> folders.stream().noneMatch(folder -> Files.isExecutable(folder.resolve(name))))
        .forEach(
            name ->
                missing.add(
                    "%s is missing, which transport=commands needs: not in %s"
                        .formatted(name, where)));
  }

  private static Stream<Path> folder(String text) {
    try {
      return Stream.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Stream.empty();
    }
  }
}
