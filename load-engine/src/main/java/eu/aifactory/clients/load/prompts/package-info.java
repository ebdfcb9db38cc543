/** Prompts and the files that they come from. Knows no server: reads local files, nothing else. */
package eu.aifactory.clients.load.prompts;
