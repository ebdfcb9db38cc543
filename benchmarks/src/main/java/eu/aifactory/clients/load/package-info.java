/** Benchmarks of what the load engine keeps to itself; in its package for that reason alone. */
package eu.aifactory.clients.load;
