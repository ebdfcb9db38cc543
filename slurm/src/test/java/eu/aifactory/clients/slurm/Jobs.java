package eu.aifactory.clients.slurm;

import eu.aifactory.clients.protocol.JobOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Jobs to submit in tests. */
final class Jobs {
  private Jobs() {}

  static SlurmJob plain() {
    return named("aif.test.1.1");
  }

  static SlurmJob named(String name) {
    return of(name, "#!/bin/bash\nsleep 30\n", Path.of("/tmp"), JobOptions.none());
  }

  static SlurmJob with(JobOptions options) {
    return of("aif.test.1.1", "#!/bin/bash\nsleep 30\n", Path.of("/tmp"), options);
  }

  static SlurmJob of(String name, String script, Path folder, JobOptions options) {
    return new SlurmJob(
        name,
        "comment of " + name,
        script,
        Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", "/tmp", "AIF_TEXT", "a b=c"),
        folder,
        folder.resolve(name + ".out"),
        folder.resolve(name + ".err"),
        Duration.ofSeconds(61),
        2,
        options);
  }
}
