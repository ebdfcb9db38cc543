/**
 * Tests of the whole product as it ships: the EAR on its server, agents as processes, an emulated
 * vLLM. Talks to it over HTTP alone and knows none of its classes, but those that start a server.
 */
package eu.aifactory.clients.system;
