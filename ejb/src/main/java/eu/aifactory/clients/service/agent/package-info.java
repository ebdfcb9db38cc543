/**
 * The service's side of the conversation with agents: who is registered, when each was last heard,
 * and the calls to them. Knows no client group but by its key.
 */
package eu.aifactory.clients.service.agent;
