/**
 * Which rate a load whose stages depend on one another tries next, and what that says in the end.
 * Pure functions of the stages that were run: nothing here remembers anything.
 */
package eu.aifactory.clients.protocol.rates;
