/**
 * Bytes of a server-sent event stream and of JSON, looked at in place. Knows no HTTP and no model.
 */
package eu.aifactory.clients.load.stream;
