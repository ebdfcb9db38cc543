/** What a real agent process costs the node that it runs on. */
package eu.aifactory.clients.benchmarks.agent;
