/**
 * What the engine measured against what the emulator did, chunk by chunk: both run on one machine,
 * whose monotonic clock they share.
 */
package eu.aifactory.clients.benchmarks.accuracy;
