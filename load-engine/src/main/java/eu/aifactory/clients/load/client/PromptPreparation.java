package eu.aifactory.clients.load.client;

import eu.aifactory.clients.load.prompts.EncodedPrompts;
import eu.aifactory.clients.load.prompts.PromptSource;
import eu.aifactory.clients.load.prompts.PromptWriter;
import eu.aifactory.clients.load.prompts.SyntheticPrompts;
import eu.aifactory.clients.load.prompts.Vocabulary;
import eu.aifactory.clients.load.trace.TraceFile;
import eu.aifactory.clients.load.trace.TracePrompts;
import eu.aifactory.clients.protocol.AiService;
import eu.aifactory.clients.protocol.Workload;
import java.util.EnumMap;
import java.util.Map;

/**
 * Gets the prompts of a run ready: reads files, and has the server count where lengths are kept by
 * its tokenizer. Used by one thread, before the run.
 */
final class PromptPreparation {
  private final AiService service;
  private final Credentials credentials;
  private final Map<Form, Vocabulary> counted = new EnumMap<>(Form.class);

  /** How a prompt is sent. */
  enum Form {
    MESSAGES,
    TEXT
  }

  PromptPreparation(AiService service, Credentials credentials) {
    this.service = service;
    this.credentials = credentials;
  }

  /**
   * @param workload of one class
   * @throws AiServerException when the server cannot count, or counts so that lengths cannot be
   *     kept
   * @throws eu.aifactory.clients.load.prompts.PromptException when a file cannot be read, or
   *     lengths exceed what the model takes
   */
  PromptWriter prepare(Workload workload, Form form)
      throws AiServerException, InterruptedException {
    PromptWriter prompts = prompts(workload, form);
    ModelLimit.check(prompts, workload, service);
    return prompts;
  }

  private PromptWriter prompts(Workload workload, Form form)
      throws AiServerException, InterruptedException {
    Workload.Prompts asked = workload.prompts();
    if (!asked.areMadeUp()) {
      return new EncodedPrompts(PromptSource.load(asked), workload, form == Form.MESSAGES);
    }
    if (Workload.Prompts.TRACE.equals(asked.source())) {
      Long requests = workload.load().requests();
      long most = requests == null ? Long.MAX_VALUE : requests;
      return new TracePrompts(
          TraceFile.load(asked, most), vocabulary(workload, form), workload.seed());
    }
    return new SyntheticPrompts(workload, vocabulary(workload, form));
  }

  private Vocabulary vocabulary(Workload workload, Form form)
      throws AiServerException, InterruptedException {
    String exact = workload.prompts().exact();
    if (Workload.Prompts.INEXACT.equals(exact)) {
      return Vocabulary.uncounted(form == Form.MESSAGES);
    }
    if (Workload.SERVER_AI.equals(service.kind())) {
      throw new AiServerException(
          ("workload.prompts.exact is \"%s\", and %s is an AI server, whose own API knows neither"
                  + " token ids nor /tokenize: use \"none\"")
              .formatted(exact, service.baseUrl()));
    }
    if (Workload.Prompts.TOKEN_IDS.equals(exact)) {
      return Vocabulary.ids();
    }
    if (!counted.containsKey(form)) {
      try (ControlCalls calls = new ControlCalls(service.baseUrl(), credentials)) {
        counted.put(form, new TokenizerSurvey(calls, service.model(), form).vocabulary());
      }
    }
    return counted.get(form);
  }
}
