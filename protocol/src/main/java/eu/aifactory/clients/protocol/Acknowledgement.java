package eu.aifactory.clients.protocol;

/** An answer that only says that something was done, such as {@code observer_added}. */
public record Acknowledgement(String status) {}
