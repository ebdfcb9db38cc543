package eu.aifactory.clients.protocol;

import java.util.List;

/** All baselines, by name. */
public record BaselineList(List<Baseline> baselines) {}
