/** Measurements that are started by hand: no test runs them. */
package eu.aifactory.clients.load.byhand;
