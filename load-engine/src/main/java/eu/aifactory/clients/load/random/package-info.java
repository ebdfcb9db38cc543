/** Random numbers as functions of seed, index and purpose alone. Knows nothing else. */
package eu.aifactory.clients.load.random;
