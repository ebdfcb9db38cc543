/**
 * The agent's life with its service: registering, heartbeats, and the reasons to end. Knows no
 * load.
 */
package eu.aifactory.clients.agent.registration;
