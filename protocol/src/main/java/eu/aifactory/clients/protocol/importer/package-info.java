/**
 * Results of other tools, put into the shape of ours as far as they go. Each importer knows one
 * tool's JSON and where its figures are other than their names. Knows no file and no HTTP.
 */
package eu.aifactory.clients.protocol.importer;
