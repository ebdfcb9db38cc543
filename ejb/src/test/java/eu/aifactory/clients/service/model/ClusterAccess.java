package eu.aifactory.clients.service.model;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.slurm.SlurmClient;
import eu.aifactory.clients.slurm.SlurmJob;
import eu.aifactory.clients.slurm.SlurmJobInfo;
import eu.aifactory.clients.slurm.SlurmNode;
import eu.aifactory.clients.slurm.SlurmUnavailableException;
import eu.aifactory.clients.slurm.SubmitOutcome;
import java.util.List;
import java.util.Optional;

/** The way from one instance to the cluster, on which everything may be lost. */
final class ClusterAccess implements SlurmClient {
  private final ModelInstance instance;
  private final World world;

  ClusterAccess(ModelInstance instance, World world) {
    this.instance = instance;
    this.world = world;
  }

  @Override
  public SubmitOutcome submit(SlurmJob job) {
    begin("the submit");
    ClusterFault fault = world.mishaps().ofSubmit();
    SubmitOutcome outcome = submit(job, fault);
    world.story().tell("%s submits %s: %s, %s", instance.name(), job.name(), fault, outcome);
    instance.edgeOfCall("after the submit");
    return outcome;
  }

  private SubmitOutcome submit(SlurmJob job, ClusterFault fault) {
    ModelCluster cluster = world.cluster();
    return switch (fault) {
      case NONE -> new SubmitOutcome.Accepted(cluster.submit(job), null);
      case TWICE -> {
        cluster.submit(job);
        yield new SubmitOutcome.Accepted(cluster.submit(job), null);
      }
      case REFUSED -> new SubmitOutcome.Refused("Invalid account");
      case BAD_TOKEN -> new SubmitOutcome.BadCredentials("the token has expired");
      case REFUSED_CONNECTION -> new SubmitOutcome.NotSent("nobody listens");
      case REFUSED_SLOWLY -> {
        for (int part = 0; part < 3; part++) {
          world.waitsForAnAnswer(instance);
        }
        yield new SubmitOutcome.NotSent("nobody listens");
      }
      case CLOSED_BEFORE -> new SubmitOutcome.Unknown("closed");
      case CLOSED_AFTER, ERROR_THOUGH_DONE, TORN_ANSWER -> {
        cluster.submit(job);
        yield new SubmitOutcome.Unknown("no answer that says anything");
      }
      case TWICE_WITHOUT_ANSWER -> {
        cluster.submit(job);
        cluster.submit(job);
        yield new SubmitOutcome.Unknown("closed");
      }
      case HANGS_AND_IS_LATE -> {
        cluster.later(world.lateness(), () -> cluster.submit(job));
        world.waitsForAnAnswer(instance);
        yield new SubmitOutcome.Unknown("no answer in time");
      }
      case HANGS -> {
        world.waitsForAnAnswer(instance);
        yield new SubmitOutcome.Unknown("no answer in time");
      }
      case EMPTY_ANSWER -> throw new IllegalStateException("no fault of a submit");
    };
  }

  @Override
  public List<SlurmJobInfo> jobs() throws SlurmUnavailableException {
    begin("the list of jobs");
    ClusterFault fault = world.mishaps().ofQuestion();
    if (fault == ClusterFault.EMPTY_ANSWER) {
      world.story().tell("%s is given an empty list of jobs", instance.name());
      return List.of();
    }
    answer("the list of jobs", fault);
    return world.cluster().list();
  }

  @Override
  public Optional<SlurmJobInfo> job(long jobId) throws SlurmUnavailableException {
    begin("a question");
    ClusterFault fault = world.mishaps().ofQuestion();
    answer("job " + jobId, fault == ClusterFault.EMPTY_ANSWER ? ClusterFault.TORN_ANSWER : fault);
    return world.cluster().info(jobId);
  }

  @Override
  public List<SlurmNode> nodes(String hostList) {
    throw new UnsupportedOperationException("the model does not look at addresses");
  }

  private void answer(String what, ClusterFault fault) throws SlurmUnavailableException {
    if (fault != ClusterFault.NONE) {
      world.story().tell("%s asks for %s: %s", instance.name(), what, fault);
    }
    switch (fault) {
      case NONE -> instance.edgeOfCall("after the answer on " + what);
      case BAD_TOKEN -> throw SlurmUnavailableException.badCredentials("the token has expired");
      case HANGS -> {
        world.waitsForAnAnswer(instance);
        throw SlurmUnavailableException.because("no answer in time", null);
      }
      default -> throw SlurmUnavailableException.because(fault.name(), null);
    }
  }

  @Override
  public void cancel(long jobId) throws SlurmUnavailableException {
    begin("the cancellation");
    ClusterFault fault = world.mishaps().ofCancel();
    world.story().tell("%s cancels job %d: %s", instance.name(), jobId, fault);
    switch (fault) {
      case NONE, CLOSED_AFTER, ERROR_THOUGH_DONE -> world.cluster().cancel(jobId);
      case HANGS_AND_IS_LATE ->
          world.cluster().later(world.lateness(), () -> world.cluster().cancel(jobId));
      default -> {
        // It did not get there.
      }
    }
    if (fault == ClusterFault.HANGS_AND_IS_LATE || fault == ClusterFault.HANGS) {
      world.waitsForAnAnswer(instance);
    }
    if (fault != ClusterFault.NONE) {
      throw SlurmUnavailableException.because(fault.name(), null);
    }
    instance.edgeOfCall("after the cancellation");
  }

  private void begin(String what) {
    assertThat(world.service().database.isInTransaction())
        .as("calls of a cluster within a transaction hold rows for as long as it takes")
        .isFalse();
    instance.edgeOfCall("before " + what);
    world.cluster().catchUp();
  }

  @Override
  public String description() {
    return "the model's cluster";
  }
}
