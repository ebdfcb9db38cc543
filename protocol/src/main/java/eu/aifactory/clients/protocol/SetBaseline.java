package eu.aifactory.clients.protocol;

/** Makes a run's result a baseline. */
public record SetBaseline(@Required String runId) {}
