/**
 * The load engine: sends a workload to an inference service and measures what comes back. Knows no
 * client group, no service of ours and no MicroProfile.
 */
package eu.aifactory.clients.load;
