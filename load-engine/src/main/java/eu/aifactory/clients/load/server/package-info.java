/**
 * Looks at the AI server's own counters while a run is in motion, on a thread of its own. Knows
 * nothing of how load is sent.
 */
package eu.aifactory.clients.load.server;
