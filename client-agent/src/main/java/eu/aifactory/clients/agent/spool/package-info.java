/**
 * What is measured and not acknowledged, on disk: so that it outlives the agent's process and still
 * reaches the service. Knows no load.
 */
package eu.aifactory.clients.agent.spool;
