/**
 * What two sets of results differ in, and whether the second is worse: pure arithmetic over result
 * documents. Knows no server, no HTTP, no file and no clock.
 */
package eu.aifactory.clients.protocol.compare;
