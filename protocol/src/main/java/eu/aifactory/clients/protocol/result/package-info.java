/**
 * The result document of a run: its members, how it is put together from figures, and its verdict.
 * Knows no server, no HTTP and no clock.
 */
package eu.aifactory.clients.protocol.result;
