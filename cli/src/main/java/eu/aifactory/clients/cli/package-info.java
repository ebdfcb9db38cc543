/**
 * The command line {@code aif}: what a person types, and the tables and sentences that come back.
 * Knows the service by its HTTP interface alone.
 */
package eu.aifactory.clients.cli;
