/**
 * Takes what many send at once, and has it handled together. Knows neither HTTP nor the database
 * nor what is sent.
 */
package eu.aifactory.clients.service.intake;
