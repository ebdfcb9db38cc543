/**
 * The service itself, on its server, under many simulated agents: what it takes, what it costs, and
 * whether anything grows.
 */
package eu.aifactory.clients.benchmarks.service;
