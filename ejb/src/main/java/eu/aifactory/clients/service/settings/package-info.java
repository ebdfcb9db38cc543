/** Settings of the service and how documents are kept as text. Knows no client group. */
package eu.aifactory.clients.service.settings;
