/**
 * What is kept of each request by itself: told on the event loop, written to a file by a thread of
 * its own, never at the expense of the load. Knows no client group and no service of ours.
 */
package eu.aifactory.clients.load.records;
