/**
 * One run at a time, from its order to the acknowledgement of its last snapshot. Knows no HTTP
 * server and nothing of how load is made.
 */
package eu.aifactory.clients.agent.run;
