/**
 * When requests are due: schedules as functions of seed and index alone. Knows no connection, no
 * thread and no clock.
 */
package eu.aifactory.clients.load.arrival;
