/** What the service pays for the snapshots of its agents. */
package eu.aifactory.clients.benchmarks.merge;
