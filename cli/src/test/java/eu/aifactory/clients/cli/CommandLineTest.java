package eu.aifactory.clients.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eu.aifactory.clients.cli.server.Ports;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  @TempDir Path root;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fly                                                             | fly",
        "result nine                                                     | nine",
        "result -1                                                       | -1",
        "list --limit 0                                                  | 0",
        "group                                                           | create",
        "group create 1                                                  | --clients",
        "group create 1 --clients many                                   | many",
        "group create 1 --clients 0                                      | 0",
        "group create 1 --clients 2 --agents 3                           | 3",
        "group create 1 --clients 2 --time -5                            | -5",
        "group create 1 --clients 2 --workload nowhere.json              | nowhere.json",
        "group create 1 --clients 2 --on-agent-lost panic                | abort or continue_partial, not \"panic\"",
        "status 1 --service ftp://127.0.0.1                              | ftp://127.0.0.1",
        "up --port 70000                                                 | 70000",
        "up --dispatcher pigeon                                          | pigeon",
        "up ai-server:8000                                               | ai-server:8000",
        "up --container                                                  | AIF_CLIENT_IMAGE",
        "up --slurm-config nowhere.conf                                  | nowhere.conf",
        "up --host 192.0.2.1                                             | 192.0.2.1",
        "up --auth pigeon                                                | pigeon",
        "up --auth jwt --auth none                                       | which of them",
        "up --host 0.0.0.0 --auth none                                   | --auth none --auth none",
        "token --role king                                               | king",
        "token --hours 0                                                 | 0",
        "token --hours 99999                                             | 99999",
        "token --owner= --hours 1                                        | --owner",
        "up --service-url node-1                                         | node-1",
        "up --slurm colour=blue                                          | colour",
        "up --slurm cpus=0                                               | cpus",
        "up --slurm cpus                                                 | cpus",
        "up --dispatcher slurm --slurm transport=pigeon                  | pigeon",
        "config --slurm-config nowhere.conf                              | nowhere.conf",
        "config --slurm jwt=abc                                          | SLURM_JWT",
        "group create 1 --clients 2 --partition a;b                      | --partition",
        "group create 1 --clients 2 --account a/b                        | --account",
        "group create 1 --clients 2 --qos $(id)                          | --qos",
        "group create 1 --clients 2 --constraint `id`                    | --constraint",
        "group create 1 --clients 2 --reservation ../x                   | --reservation",
        "group create 1 --clients 2 --gres ;                             | --gres",
        "group create 1 --clients 2 --cpus 0                             | --cpus",
        "group create 1 --clients 2 --memory lots                        | --memory",
        "group create 1 --clients 2 --nodes 2                            | --nodes is 2, more than agents",
        "group create 1 --clients 2 --exclude n1;n2                      | --exclude",
        "logs 1 stdlog                                                   | stdlog",
        "demo --agents 3 --clients 2                                     | 3",
        "demo --duration soon                                            | soon",
        "demo --dispatcher tide                                          | tide",
        "demo --dispatcher slurm --slurm-config /no/such/file            | /no/such/file",
        "bench --clients 1 --duration 1                                  | --target",
        "bench --target http://127.0.0.1:1 --clients 1                   | --duration",
        "bench --target http://127.0.0.1:1 --duration 1                  | --clients",
        "bench --target 127.0.0.1:1 --clients 1 --duration 1             | 127.0.0.1:1",
        "bench --target http://127.0.0.1:1 --clients 0 --duration 1      | 0",
        "bench --target http://127.0.0.1:1 --clients 1 --duration -1     | -1",
        "bench --target http://127.0.0.1:1 --clients 1 --requests 0      | 0",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --api voice | voice",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --max-tokens 0 | 0",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --prompts no.csv | no.csv",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --input-tokens zipf:3 | zipf:3",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --input-tokens normal:512 | normal:512",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --input-tokens normal:512:0 | --input-tokens.stddev",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --input-tokens 0 | --input-tokens.value",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --input-tokens 5 --prompts pom.xml | --input-tokens exclude",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --output-tokens 5 --max-tokens 5 | --max-tokens is given, and --output-tokens",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --output-tokens uniform:9:3 | --output-tokens.min (9)",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --shared-prefix 5 | --shared-prefix is given",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --input-tokens 5 --shared-prefix a:b | a:b",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --input-tokens 5 --shared-prefix 5:0 | --shared-prefix.groups",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --input-tokens 5 --exact token_ids | use completions",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --input-tokens 5 --turns 0 | --turns.value",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --input-tokens 5 --think 1 | --turns is missing",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --trace no.jsonl | no.jsonl",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --trace pom.xml --trace-format weka | --trace-format",
        "bench --target http://127.0.0.1:1 --trace pom.xml --rate 5 | --trace has arrivals of its own",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --speed 2 | --speed is for --trace",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --requests 1 | --requests",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --json no/dir.json | no/dir.json",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --records r.txt | r.txt",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --records no/r.csv | no/r.csv",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --token-times | --token-times",
        "bench --target http://127.0.0.1:1 --rate 0 --duration 1          | --rate must be more than 0",
        "bench --target http://127.0.0.1:1 --rate NaN --duration 1        | --rate must be more than 0",
        "bench --target http://127.0.0.1:1 --rate 5                       | --duration",
        "bench --target http://127.0.0.1:1 --rate 5 --burst 3:1 --duration 1 | --rate and --burst exclude each other",
        "bench --target http://127.0.0.1:1 --rate 5 --duration 1 --arrival gamma | gamma:K",
        "bench --target http://127.0.0.1:1 --rate 5 --duration 1 --arrival gamma:0 | the K of --arrival gamma:K must be more than 0",
        "bench --target http://127.0.0.1:1 --rate 5 --duration 1 --arrival uniform | uniform",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --arrival poisson | --arrival is for requests that arrive",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --max-in-flight 3 | --max-in-flight is for requests that arrive",
        "bench --target http://127.0.0.1:1 --rate 5 --requests 9 --ramp 9  | --duration is missing: a ramp",
        "bench --target http://127.0.0.1:1 --rate 5 --duration 1 --ramp 9:cubic | cubic",
        "bench --target http://127.0.0.1:1 --burst 3 --duration 1          | --burst",
        "bench --target http://127.0.0.1:1 --stages 5/30s,7                | 7",
        "bench --target http://127.0.0.1:1 --stages 5/30s --duration 5     | each has its own time",
        "bench --target http://127.0.0.1:1 --sweep 5:2 --duration 5        | --sweep.to must be more than from",
        "bench --target http://127.0.0.1:1 --search 1:5 --duration 5       | --slo",
        "bench --target http://127.0.0.1:1 --rate 5 --duration 1 --slo ttft:5 | ttft:5",
        "bench --target http://127.0.0.1:1 --rate 5 --duration 1 --slo ttft=x | x",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --stop-over-saturation | --stop-over-saturation is for arrivals",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --stop-error-share 2 | --stop-error-share",
        "bench --target http://127.0.0.1:1 --clients 1 --workload no.json  | no.json",
        "bench --target http://127.0.0.1:1 --clients 1 --duration 1 --rate 5 --workload no.json | --rate, --duration cannot be given beside it",
      })
  void aWrongCommandLineIsOneSentenceThatNamesTheFault(String line, String named) {
    Captured run = Captured.aif(root, line.split("\\s+"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errLines()).hasSizeLessThanOrEqualTo(2);
    assertThat(run.errLines().getFirst()).startsWith("aif: ").contains(named);
    assertThat(run.err()).doesNotContain("Exception", "\tat ");
  }

  @Test
  void suggestsTheCommandThatWasMeant() {
    assertThat(Captured.aif(root, "statsu", "1").err()).contains("status");
  }

  @Test
  void helpAndVersionAreNoFailure() {
    assertThat(Captured.aif(root, "--version").exitCode()).isZero();
    assertThat(Captured.aif(root, "bench", "--help").exitCode()).isZero();
  }

  @Test
  void aTargetThatDoesNotAnswerCannotBeUsed() {
    String target = "http://127.0.0.1:" + Ports.anyFree();

    Captured run =
        Captured.aif(root, "bench", "--target", target, "--clients", "1", "--requests", "1");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.errLines().getLast()).startsWith("aif: ").contains(target);
  }

  @Test
  void aServiceThatDoesNotAnswerIsSaidWithWhatToDo() {
    String service = "http://127.0.0.1:" + Ports.anyFree();

    Captured run = Captured.aif(root, "list", "--service", service);

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.errLines()).singleElement().asString().contains(service, "aif up");
  }

  @Test
  void aTreeThatIsNotBuiltIsSaidWithWhatToDo() {
    Captured run = Captured.aif(root, "up", "--data", root.resolve("data").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("mvn").doesNotContain("Exception");
  }

  @Test
  void downWithoutAServerIsFine() {
    Captured run = Captured.aif(root, "down", "--data", root.resolve("data").toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("No service runs");
  }

  @Test
  void theEmulatorsOptionsAreNotReadHere() {
    Captured run = Captured.aif(root, "emulator", "--port", "0", "--ttft-ms", "5");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("aif-vllm-emulator.jar");
  }
}
