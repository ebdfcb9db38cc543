/**
 * Client groups and their life: the state machine, the facade that callers use, dispatch, runs and
 * the reconciler. Knows no HTTP status, no JAX-RS and no particular dispatcher.
 */
package eu.aifactory.clients.service.group;
