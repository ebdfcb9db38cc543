/**
 * What the machine withheld from this process: processor time that went to others, as the kernel
 * counts it.
 */
package eu.aifactory.clients.load.machine;
