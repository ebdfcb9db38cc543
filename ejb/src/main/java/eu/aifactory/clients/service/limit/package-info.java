/**
 * How much of the service anybody may use: calls a second, creates, groups. Knows neither HTTP nor
 * the database.
 */
package eu.aifactory.clients.service.limit;
