/**
 * The agent's process: its command line, its log, its start and its end. Knows nothing of how load
 * is made or measured.
 */
package eu.aifactory.clients.agent;
