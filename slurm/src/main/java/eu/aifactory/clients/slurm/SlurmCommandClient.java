package eu.aifactory.clients.slurm;

import eu.aifactory.clients.slurm.SlurmCommand.Finished;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Slurm by its commands sbatch, squeue, sinfo and scancel, for sites without slurmrestd. They speak
 * as the user of this process, so there is no token; {@code SLURM_JWT} never reaches them.
 *
 * <p>A job gets exactly the environment of its {@link SlurmJob}: sbatch is run with that as its own
 * and told to export all of it.
 */
public final class SlurmCommandClient implements SlurmClient {
  private static final Pattern WRITES_NO_JSON =
      Pattern.compile("(?is).*(unrecognized option|invalid option|json|plugin|serializer).*");
  private static final Pattern IS_ENDED =
      Pattern.compile("(?s).*(Invalid job id specified|already completing or completed).*");
  private static final Pattern NO_SUCH_JOB = Pattern.compile("(?s).*Invalid job id specified.*");

  private final SlurmCommandSettings settings;
  private volatile boolean writesJson = true;

  public SlurmCommandClient(SlurmCommandSettings settings) {
    this.settings = settings;
  }

  @Override
  public SubmitOutcome submit(SlurmJob job) {
    Optional<String> fault = JobCheck.fault(job);
    if (fault.isPresent()) {
      return new SubmitOutcome.Refused(fault.get());
    }
    for (String name : job.environment().keySet()) {
      if (name.startsWith("SBATCH_")) {
        return new SubmitOutcome.Refused(
            "The job's environment has %s, which sbatch would take for an option.".formatted(name));
      }
    }
    Map<String, String> environment = new HashMap<>(settings.environment());
    environment.putAll(job.environment());
    try {
      return SbatchAnswer.outcome(
          command("sbatch", SbatchArguments.of(job), environment, settings.submitWithin())
              .run(job.script()));
    } catch (NoAnswerException e) {
      return e.mayHaveArrived()
          ? new SubmitOutcome.Unknown(
              "It is not known whether Slurm took the job: %s.".formatted(e.getMessage()))
          : new SubmitOutcome.NotSent("The job could not be sent: %s.".formatted(e.getMessage()));
    }
  }

  @Override
  public List<SlurmJobInfo> jobs() throws SlurmUnavailableException {
    Finished finished = squeue(List.of("--user=" + settings.userName()));
    if (finished.exitCode() != 0) {
      throw failed("squeue", finished);
    }
    return read(finished, job -> settings.userName().equals(job.userName()));
  }

  @Override
  public Optional<SlurmJobInfo> job(long jobId) throws SlurmUnavailableException {
    Finished finished = squeue(List.of("--jobs=" + jobId));
    if (finished.exitCode() != 0) {
      if (NO_SUCH_JOB.matcher(finished.errors()).matches()) {
        return Optional.empty();
      }
      throw failed("squeue", finished);
    }
    // Slurm 22.05 writes all jobs as JSON, whatever it is asked for.
    return read(finished, job -> job.jobId() == jobId).stream().findFirst();
  }

  @Override
  public List<SlurmNode> nodes(String hostList) throws SlurmUnavailableException {
    // A line for each node in each of its partitions; all, for some partitions are hidden.
    List<String> arguments =
        List.of("--all", "--Node", "--noheader", "--nodes=" + hostList, "--format=%N|%o|%n");
    Finished finished = run("sinfo", arguments, settings.readWithin());
    if (finished.exitCode() != 0) {
      throw failed("sinfo", finished);
    }
    return NodeTable.only(NodeTable.names(hostList), NodeTable.read(finished.output()));
  }

  @Override
  public void cancel(long jobId) throws SlurmUnavailableException {
    List<String> arguments = List.of("--user=" + settings.userName(), Long.toString(jobId));
    Finished finished = run("scancel", arguments, settings.submitWithin());
    if (finished.exitCode() != 0 && !IS_ENDED.matcher(finished.errors()).matches()) {
      throw failed("scancel", finished);
    }
  }

  private Finished squeue(List<String> filter) throws SlurmUnavailableException {
    List<String> arguments = new ArrayList<>(List.of("--states=all"));
    arguments.addAll(filter);
    if (writesJson) {
      List<String> withJson = new ArrayList<>(arguments);
      withJson.add("--json");
      Finished finished = run("squeue", withJson, settings.readWithin());
      boolean isTooOld =
          finished.exitCode() != 0 && WRITES_NO_JSON.matcher(finished.errors()).matches();
      if (!isTooOld) {
        return finished;
      }
      writesJson = false;
    }
    arguments.addAll(List.of("--noheader", "--Format=" + SqueueColumns.format()));
    return run("squeue", arguments, settings.readWithin());
  }

  private List<SlurmJobInfo> read(Finished squeue, Predicate<SlurmJobInfo> wanted)
      throws SlurmUnavailableException {
    if (writesJson) {
      RestAnswer answer =
          RestAnswerReader.read(
              new RestConnection.Reply(200, "application/json", squeue.output()), wanted);
      if (!answer.isOk() || !answer.listsJobs() || !answer.errors().isEmpty()) {
        throw SlurmUnavailableException.because(
            "squeue's list of jobs says nothing: %s.".formatted(answer.words()), null);
      }
      return answer.jobs();
    }
    try {
      return SqueueColumns.read(squeue.output()).stream().filter(wanted).toList();
    } catch (IllegalArgumentException e) {
      throw SlurmUnavailableException.because(
          "squeue printed what is no list of jobs: %s.".formatted(e.getMessage()), e);
    }
  }

  private Finished run(String program, List<String> arguments, Duration within)
      throws SlurmUnavailableException {
    Map<String, String> environment = new HashMap<>(settings.environment());
    environment.put("SLURM_TIME_FORMAT", "%s");
    try {
      return command(program, arguments, environment, within).run("");
    } catch (NoAnswerException e) {
      throw SlurmUnavailableException.because(
          "Slurm could not be asked: %s.".formatted(e.getMessage()), e);
    }
  }

  private SlurmCommand command(
      String program, List<String> arguments, Map<String, String> environment, Duration within) {
    String path =
        settings.folder().map(folder -> folder.resolve(program).toString()).orElse(program);
    return new SlurmCommand(path, arguments, environment, within, settings.outputBytesMost());
  }

  private static SlurmUnavailableException failed(String program, Finished finished) {
    return SlurmUnavailableException.because(
        "%s failed with exit code %d: %s."
            .formatted(program, finished.exitCode(), PlainText.line(finished.errors())),
        null);
  }

  @Override
  public String description() {
    String where = settings.folder().map(folder -> "in " + folder).orElse("on PATH");
    return "Slurm's commands %s, jobs of %s".formatted(where, settings.userName());
  }
}
