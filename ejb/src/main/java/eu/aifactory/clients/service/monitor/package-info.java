/** Observers: who wants to be told of runs, and that agents know them. Nobody depends on this. */
package eu.aifactory.clients.service.monitor;
