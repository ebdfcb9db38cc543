/**
 * A run in one process against an address, from set-up to result. Knows no command line: it prints
 * nothing.
 */
package eu.aifactory.clients.load.bench;
