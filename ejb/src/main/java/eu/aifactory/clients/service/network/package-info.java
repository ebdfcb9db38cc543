/**
 * Where this service, and agents on its behalf, may connect to when somebody else names the place.
 * Knows no group and no HTTP.
 */
package eu.aifactory.clients.service.network;
