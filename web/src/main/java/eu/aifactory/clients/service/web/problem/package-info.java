/** How errors leave: always as {@code application/problem+json}, never as a stack trace or HTML. */
package eu.aifactory.clients.service.web.problem;
