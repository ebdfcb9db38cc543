/**
 * Who may make which call: every resource method says it, and a method that does not is refused.
 */
package eu.aifactory.clients.service.web.security;
