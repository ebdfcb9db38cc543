/** Who the agent is and how it was told to behave. Knows no server, no service and no run. */
package eu.aifactory.clients.agent.settings;
