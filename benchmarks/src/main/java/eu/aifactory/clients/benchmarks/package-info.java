/**
 * Measures what the engine can do and how true it is, and prints a table. Knows the engine's public
 * face only, except {@code eu.aifactory.clients.load} here, which says so.
 */
package eu.aifactory.clients.benchmarks;
