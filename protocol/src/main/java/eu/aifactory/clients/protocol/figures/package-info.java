/**
 * What is measured and how it adds up: mergeable histograms and counters, the result document and
 * its verdict. Knows no server, no HTTP and no clock.
 */
package eu.aifactory.clients.protocol.figures;
