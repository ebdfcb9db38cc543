/** What stands before the server's own check of a request. */
package eu.aifactory.clients.server;
