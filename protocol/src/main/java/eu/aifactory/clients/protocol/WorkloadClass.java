package eu.aifactory.clients.protocol;

/**
 * One kind of request in a workload that mixes several. Which class a request is of derives from
 * the seed and its index. Members that are {@code null} are the workload's own.
 *
 * @param name by which figures call it
 * @param weight its share of the requests, over the sum of all weights
 * @param api {@code chat} or {@code completions}
 */
public record WorkloadClass(
    String name,
    Double weight,
    Workload.Prompts prompts,
    Workload.Output output,
    Workload.Slo slo,
    String api) {

  public WorkloadClass {
    weight = weight == null ? 1.0 : weight;
  }
}
