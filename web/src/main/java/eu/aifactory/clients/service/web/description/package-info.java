/** What the service's own description says of bodies. Knows no domain. */
package eu.aifactory.clients.service.web.description;
