/** Who calls, and what is theirs. Knows no HTTP and no table. */
package eu.aifactory.clients.service.security;
