package eu.aifactory.clients.protocol;

/**
 * One inference service on an AI server, as the set-up of a group found or created it; every client
 * of the group uses the same one.
 *
 * @param kind {@code vllm}: the address speaks the OpenAI API itself and is streamed; {@code
 *     ai-server}: prompts go through the AI server's own API, not streamed
 * @param baseUrl of the AI server, without a slash at its end
 * @param serviceId the service that was created, or {@code null} for {@code vllm}
 * @param model that requests ask for
 * @param version what the server calls its version, or {@code null} where it does not say
 * @param maxModelLen longest prompt plus answer in tokens, or {@code null} where it does not say
 * @param created whether this set-up created the service, so that the group has to release it
 */
public record AiService(
    String kind,
    String baseUrl,
    String serviceId,
    String model,
    String version,
    Long maxModelLen,
    boolean created) {}
