/**
 * Finds the results that are to be compared, and keeps baselines. How they are compared is the
 * protocol's.
 */
package eu.aifactory.clients.service.compare;
