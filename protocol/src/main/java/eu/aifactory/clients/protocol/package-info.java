/**
 * The records that service, agents and command line exchange, and the arithmetic of a result. Knows
 * no server and no HTTP.
 */
package eu.aifactory.clients.protocol;
