/**
 * What the service itself asks of an AI server: to take back a service that a group had created.
 */
package eu.aifactory.clients.service.aiserver;
