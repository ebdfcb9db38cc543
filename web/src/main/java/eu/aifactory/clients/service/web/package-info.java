/**
 * The service's HTTP interface, as {@code docs/api.md} has it. Knows no table and no dispatcher:
 * each resource method is one call to the domain.
 */
package eu.aifactory.clients.service.web;
