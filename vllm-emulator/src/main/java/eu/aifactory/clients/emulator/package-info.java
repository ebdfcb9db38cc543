/**
 * A stand-alone server that speaks vLLM's API and the AI server's on a known schedule, so that a
 * client's measurement can be checked against the truth; it must not know any other module.
 */
package eu.aifactory.clients.emulator;
