/**
 * Records of single requests: how they are written into blocks, read from them and told as lines of
 * text; {@code docs/records.md}. Knows no file, no server and no clock.
 */
package eu.aifactory.clients.protocol.records;
