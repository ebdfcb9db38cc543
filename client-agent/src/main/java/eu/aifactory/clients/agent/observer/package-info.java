/**
 * Who wants to hear of a run, how often, and how it is told without slowing the run. Knows no
 * service and no load engine.
 */
package eu.aifactory.clients.agent.observer;
