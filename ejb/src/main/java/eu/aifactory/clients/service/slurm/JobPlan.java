package eu.aifactory.clients.service.slurm;

import eu.aifactory.clients.service.dispatch.JobMark;
import eu.aifactory.clients.service.dispatch.JobName;
import eu.aifactory.clients.service.dispatch.JobOutput;
import eu.aifactory.clients.service.dispatch.JobRequest;
import eu.aifactory.clients.slurm.SlurmConfig;
import eu.aifactory.clients.slurm.SlurmJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a job is to Slurm: a constant script, and its values as environment variables that the
 * script knows. Nothing of this service's own environment goes along.
 */
final class JobPlan {
  private static final Pattern COMMENT = Pattern.compile("aif:([0-9a-f]{16})");
  private static final String SCRIPT = script();

  private final SlurmConfig config;

  JobPlan(SlurmConfig config) {
    this.config = config;
  }

  /**
   * @param agent folder of the agent's files, as compute nodes see it
   */
  SlurmJob of(JobRequest request, Path agent) {
    return new SlurmJob(
        request.name().value(),
        "aif:" + request.mark(),
        SCRIPT,
        environment(request, agent),
        workDir(),
        file(request.name(), request.mark(), JobOutput.STDOUT),
        file(request.name(), request.mark(), JobOutput.STDERR),
        request.timeLimit(),
        request.numAgents(),
        request.options().orElse(config.jobOptions()));
  }

  /** Where a job's output goes. */
  Path file(JobName name, JobMark mark, JobOutput which) {
    return workDir().resolve("%s.%s.%s".formatted(name, mark, which));
  }

  /** The mark that a job's comment carries. */
  static Optional<JobMark> mark(String comment) {
    Matcher ours = COMMENT.matcher(comment == null ? "" : comment);
    return ours.matches() ? Optional.of(new JobMark(ours.group(1))) : Optional.empty();
  }

  private Map<String, String> environment(JobRequest request, Path agent) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("PATH", config.path());
    // No job needs the user's own files.
    variables.put("HOME", workDir().toString());
    variables.put("USER", config.userName());
    variables.put("LANG", "C.UTF-8");
    variables.put("AIF_START", agent.resolve("start_client.sh").toString());
    variables.put("AIF_WORK_DIR", workDir().toString());
    variables.put("AIF_NUM_CLIENTS", Integer.toString(request.numClients()));
    variables.put("AIF_SERVER_ADDR", request.serverAddr());
    variables.put("AIF_SERVICE_URL", request.serviceUrl());
    variables.put("AIF_BENCHMARK_ID", Long.toString(request.benchmarkId()));
    variables.put("AIF_AGENTS", Integer.toString(request.numAgents()));
    variables.put("AIF_JOB_LIMIT_SECONDS", Long.toString(request.timeLimit().toSeconds()));
    variables.put("AIF_NONCE", request.token());
    variables.put("AIF_CORRELATION_ID", request.correlationId());
    variables.put("AIF_AGENT_HOST", "0.0.0.0");
    variables.putAll(request.agentVariables());
    variables.put("AIF_CONTAINER", Boolean.toString(config.container()));
    config.image().ifPresent(image -> variables.put("AIF_CLIENT_IMAGE", image.toString()));
    // For which the start cache was made, when the service was told of one.
    Optional.ofNullable(System.getenv("AIF_JAVA_HOME"))
        .ifPresent(home -> variables.put("AIF_JAVA_HOME", home));
    Optional.ofNullable(System.getenv("AIF_TLS_CA"))
        .ifPresent(file -> variables.put("AIF_AGENT_TLS_CA", file));
    config.module().ifPresent(module -> variables.put("AIF_MODULE", module));
    return variables;
  }

  Path workDir() {
    return config.workDir().orElseThrow();
  }

  private static String script() {
    try (InputStream constant = JobPlan.class.getResourceAsStream("slurm-job.sh")) {
      return new String(constant.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
