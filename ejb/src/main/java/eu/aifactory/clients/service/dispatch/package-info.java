/**
 * How a job that starts agents is submitted, watched and cancelled: the seam that every kind of
 * cluster fills, and the local one that starts processes on this host. Knows no client group.
 */
package eu.aifactory.clients.service.dispatch;
