/** What the service's own description says of bodies. */
package eu.aifactory.clients.service.web.description;
