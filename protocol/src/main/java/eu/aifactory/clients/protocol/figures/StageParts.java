package eu.aifactory.clients.protocol.figures;

/**
 * The figures of one stage, and of one class of its requests, as they travel.
 *
 * @param stage in which the requests were due, from 0; -1 is the warm-up
 * @param requestClass of the workload's classes, from 0; 0 where it names none
 */
public record StageParts(int stage, int requestClass, FigureParts figures) {}
