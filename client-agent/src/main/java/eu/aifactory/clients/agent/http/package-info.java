/** The agent's HTTP face: its calls, its problem documents and its health. Knows no load. */
package eu.aifactory.clients.agent.http;
