/**
 * Records of single requests as agents delivered them, block by block. Knows runs by their ids
 * alone, and not what is in a block.
 */
package eu.aifactory.clients.service.records;
