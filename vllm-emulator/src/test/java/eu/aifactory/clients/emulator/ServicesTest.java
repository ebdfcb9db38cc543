package eu.aifactory.clients.emulator;

import static eu.aifactory.clients.emulator.ScheduleTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ServicesTest {
  private static final String SERVICES = "/api/v1/services";
  private static final String CREATE =
      "{\"recipe_name\":\"inference/vllm\",\"config\":{\"nodes\":1,\"cpus\":2,\"memory\":\"8G\"}}";
  private static final Pattern STATUS = Pattern.compile("\"status\":\"(\\w+)\"");

  private static VllmEmulator start(String options) {
    return VllmEmulator.start(EmulatorOptions.parse(("--port 0 " + options).split(" ")));
  }

  private static String create(VllmEmulator emulator) {
    RawReply reply = RawClient.post(emulator, SERVICES, CREATE);
    assertThat(reply.status()).isEqualTo(201);
    assertThat(JsonShape.of(reply.text()))
        .isEqualTo(
            "{id:string,name:string,recipe_name:string,status:string,"
                + "config:{nodes:number,cpus:number,memory:string},created_at:number}");
    return Json.parse(reply.body()).asJsonObject().getString("id");
  }

  private static String status(VllmEmulator emulator, String id) {
    Matcher matcher =
        STATUS.matcher(RawClient.get(emulator, SERVICES + "/" + id + "/status").text());
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  @Test
  void aServiceBecomesPendingThenStartingThenRunning() {
    try (VllmEmulator emulator = start("--service-start-ms 600")) {
      String id = create(emulator);
      Set<String> seen = new LinkedHashSet<>();

      await(
          "the service to run",
          () -> {
            seen.add(status(emulator, id));
            return seen.contains("running");
          });

      assertThat(seen).containsExactly("pending", "starting", "running");
    }
  }

  @Test
  void aRunningServiceTakesPromptsAndNamesItsModels() {
    try (VllmEmulator emulator = start("--service-start-ms 0 --ttft-ms 1 --itl-ms 0.1")) {
      String path = "/api/v1/vllm/" + create(emulator);

      RawReply answer =
          RawClient.post(
              emulator,
              path + "/prompt",
              "{\"prompt\":\"one two\",\"max_tokens\":5,\"temperature\":0.7}");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text())
          .contains("\"completion_tokens\":5", "\"prompt_tokens\":2", "\"response\":\"");
      assertThat(RawClient.get(emulator, path + "/models").text())
          .isEqualTo("{\"models\":[\"emulated-model\"]}");
    }
  }

  @Test
  void aServiceThatDoesNotRunTakesNoPrompt() {
    try (VllmEmulator emulator = start("--service-start-ms 60000")) {
      String id = create(emulator);

      RawReply reply =
          RawClient.post(emulator, "/api/v1/vllm/" + id + "/prompt", "{\"prompt\":\"one\"}");

      assertThat(reply.status()).isEqualTo(409);
      assertThat(reply.text()).contains("pending");
    }
  }

  @Test
  void cancellingShowsAndDeletingForgets() {
    try (VllmEmulator emulator = start("--service-start-ms 0")) {
      String kept = create(emulator);
      String deleted = create(emulator);

      RawReply cancelled =
          RawClient.post(emulator, SERVICES + "/" + kept + "/status", "{\"status\":\"cancelled\"}");
      RawReply gone = RawClient.call(emulator, "DELETE", SERVICES + "/" + deleted, "");

      assertThat(cancelled.status()).isEqualTo(200);
      assertThat(gone.status()).isEqualTo(200);
      assertThat(status(emulator, kept)).isEqualTo("cancelled");
      assertThat(RawClient.get(emulator, SERVICES + "/" + deleted).status()).isEqualTo(404);
      assertThat(RawClient.get(emulator, SERVICES).text())
          .contains("\"id\":\"" + kept + "\"")
          .doesNotContain("\"id\":\"" + deleted + "\"");
    }
  }

  @Test
  void creationCanBeRefusedSlowAndFail() {
    try (VllmEmulator emulator =
        start(
            "--service-start-ms 0 --fault service-refuse,at=0,code=500"
                + " --fault service-slow,at=1,seconds=60 --fault service-fail,at=2")) {
      assertThat(RawClient.post(emulator, SERVICES, CREATE).status()).isEqualTo(500);
      assertThat(RawClient.get(emulator, SERVICES).text()).isEqualTo("[]");
      assertThat(status(emulator, create(emulator))).isEqualTo("pending");
      assertThat(status(emulator, create(emulator))).isEqualTo("failed");
      assertThat(status(emulator, create(emulator))).isEqualTo("running");
    }
  }

  @Test
  void wrongCallsAreRefused() {
    try (VllmEmulator emulator = start("--service-start-ms 0")) {
      String id = create(emulator);

      assertThat(RawClient.get(emulator, SERVICES + "/nope").status()).isEqualTo(404);
      assertThat(RawClient.get(emulator, "/api/v1/nope").status()).isEqualTo(404);
      assertThat(RawClient.post(emulator, SERVICES, "{}").status()).isEqualTo(422);
      assertThat(RawClient.call(emulator, "PUT", SERVICES, "{}").status()).isEqualTo(405);
      assertThat(
              RawClient.post(emulator, SERVICES + "/" + id + "/status", "{\"status\":\"blue\"}")
                  .text())
          .contains("blue");
    }
  }
}
