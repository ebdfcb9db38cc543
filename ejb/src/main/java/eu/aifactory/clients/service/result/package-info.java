/**
 * What agents measured, each part counted once, and the result documents made of it. Knows runs by
 * their ids alone.
 */
package eu.aifactory.clients.service.result;
