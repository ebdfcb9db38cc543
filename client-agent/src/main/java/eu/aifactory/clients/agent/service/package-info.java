/**
 * The agent's calls to the client service: their addresses, limits, retries and refusals. Knows no
 * run, no load and none of the service's classes.
 */
package eu.aifactory.clients.agent.service;
