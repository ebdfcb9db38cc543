/**
 * AI clients: how to set a service up, what to write for a request and how to read the answer.
 * Knows no schedule and no histogram.
 */
package eu.aifactory.clients.load.client;
