/**
 * The most that each way of reading streams takes from a server that sends as fast as it can: null
 * servers, contestants, each in a process of its own, and rounds that alternate between them.
 */
package eu.aifactory.clients.benchmarks.ceiling;
