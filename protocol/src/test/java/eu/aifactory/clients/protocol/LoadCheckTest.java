package eu.aifactory.clients.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadCheckTest {
  private final Jsonb json = JsonbBuilder.create(WireJson.config());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'kind':'zigzag'} | workload.load.kind must be one of burst, closed, constant, gamma, poisson, stages, trace, not \"zigzag\"",
        "{'kind':'poisson'} | workload.load.rate is missing, and kind is \"poisson\"",
        "{'rate':0} | workload.load.rate must be more than 0 and at most 1000000, not 0.0",
        "{'rate':-3} | workload.load.rate must be more than 0 and at most 1000000, not -3.0",
        "{'kind':'closed','rate':3} | workload.load.rate is for kind constant, gamma, poisson, and kind is \"closed\"",
        "{'kind':'gamma','rate':3} | workload.load.burstiness is missing, and kind is \"gamma\"",
        "{'rate':3,'burstiness':1} | workload.load.burstiness is for kind gamma, and kind is \"poisson\"",
        "{'rate':3,'ramp':{'to':9},'requests':5} | workload.load.duration_seconds is missing: a ramp needs to know when it ends",
        "{'rate':3,'ramp':{}} | workload.load.ramp.to is missing: a ramp needs the rate at its end",
        "{'rate':3,'ramp':{'to':9,'curve':'cubic'}} | workload.load.ramp.curve must be one of exponential, linear, not \"cubic\"",
        "{'kind':'burst'} | workload.load.burst is missing, and kind is \"burst\"",
        "{'kind':'burst','burst':{'size':0,'every_seconds':1}} | workload.load.burst.size must be 1 to 1000000, not 0",
        "{'kind':'stages'} | workload.load.stages must hold 1 to 100 stages, not 0",
        "{'stages':[]} | workload.load.stages must hold 1 to 100 stages, not 0",
        "{'stages':[{'rate':0,'requests':1}]} | workload.load.stages[0].rate must be more than 0 and at most 1000000, not 0.0",
        "{'stages':[{'requests':5},{'rate':1}]} | workload.load.stages[0].duration_seconds is missing: only the last stage may be a closed loop that ends with its requests",
        "{'stages':[{'rate':1,'warmup_seconds':1}]} | workload.load.stages[0].warmup_seconds must not be given: it belongs to the load as a whole",
        "{'stages':[{'rate':1}],'duration_seconds':5} | workload.load.duration_seconds must not be given: each stage has its own",
        "{'max_in_flight':5} | workload.load.max_in_flight must not be given: in a closed loop the clients bound it",
        "{'rate':5,'max_in_flight':0} | workload.load.max_in_flight must be 1 or more, not 0",
        "{'kind':'trace','warmup_seconds':5} | workload.load.warmup_seconds must not be given: a trace has a beginning of its own",
        "{'sweep':{'from':5,'to':2}} | workload.load.sweep.to must be more than from (5.0), not 2.0",
        "{'sweep':{'to':2}} | workload.load.sweep.from is missing",
        "{'rate':1,'sweep':{'from':1,'to':2}} | workload.load.rate must not be given: the sweep or search chooses it",
        "{'kind':'closed','sweep':{'from':1,'to':2}} | workload.load.sweep is for kind constant, gamma, poisson, and kind is \"closed\"",
        "{'search':{'from':1,'to':2}} | workload.slo is missing: a search needs something to keep",
        "{'rate':1,'stop':{'error_share':1.5}} | workload.load.stop.error_share must be more than 0 and at most 1, not 1.5",
        "{'stop':{'over_saturation':true}} | workload.load.stop.over_saturation is for arrivals: a closed loop waits for the server",
        "{'duration_seconds':-1} | workload.load.duration_seconds must be more than 0 and at most 604800, not -1.0",
      })
  void namesTheMemberAtFault(String load, String sentence) {
    assertThat(WorkloadCheck.problems(workload(load))).containsExactly(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'kind':'closed','requests':5}",
        "{'rate':0.1}",
        "{'kind':'gamma','rate':5,'burstiness':0.5,'warmup_seconds':3,'max_in_flight':7}",
        "{'kind':'constant','rate':5,'ramp':{'to':1,'curve':'exponential'}}",
        "{'kind':'burst','burst':{'size':10,'every_seconds':0.5}}",
        "{'kind':'trace'}",
        "{'stages':[{'rate':1,'requests':5},{'duration_seconds':5,'clients':3},{'requests':5}]}",
        "{'sweep':{'from':1,'to':64}}",
        "{'rate':9,'stop':{'errors':5,'error_share':0.1,'over_saturation':true}}",
      })
  void takesWhatCanBe(String load) {
    assertThat(WorkloadCheck.problems(workload(load))).isEmpty();
  }

  @Test
  void notANumberIsRefused() {
    Workload.Load load = Workload.Load.of(Workload.Load.POISSON).rate(Double.NaN).build();

    assertThat(WorkloadCheck.problems(Workload.standard().withLoad(load)))
        .containsExactly("workload.load.rate must be more than 0 and at most 1000000, not NaN");
  }

  private Workload workload(String load) {
    String prompts = load.contains("'trace'") ? "{'path':'t.jsonl','format':'mooncake'}" : "{}";
    String text = "{'prompts':%s,'load':%s}".formatted(prompts, load);
    return json.fromJson(text.replace('\'', '"'), Workload.class);
  }
}
