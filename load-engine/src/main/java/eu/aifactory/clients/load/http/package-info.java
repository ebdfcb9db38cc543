/**
 * The load path's own HTTP/1.1: one connection, one request at a time, no object per read. Knows no
 * JSON, no workload and no figure.
 */
package eu.aifactory.clients.load.http;
