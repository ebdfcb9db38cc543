package eu.aifactory.clients.protocol;

/**
 * Body of {@code GET} and {@code PUT /server}: the AI server that groups use unless they name one.
 */
public record ServerAddress(String serverAddr) {}
