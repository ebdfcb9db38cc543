package eu.aifactory.clients.service.web.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Agents make this call, by the token of their job. A person who may operate the group may make it,
 * too: the specification has clients that register by hand.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ForAgents {}
