/**
 * Traces of real services: when requests came, and how long they and their answers were. Knows no
 * server: reads local files, and makes prompts of the lengths that they say.
 */
package eu.aifactory.clients.load.trace;
