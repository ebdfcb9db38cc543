/**
 * The proof of the control plane: random sequences of what callers, agents, the cluster and two
 * instances of the service do and of what befalls them, and what has to hold at the end of each.
 * Time is moved, never waited for; everything follows from a sequence's seed.
 */
package eu.aifactory.clients.service.model;
