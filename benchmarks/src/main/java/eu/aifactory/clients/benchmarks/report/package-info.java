/** Rows of the table and how it is printed. Knows nothing of what was measured. */
package eu.aifactory.clients.benchmarks.report;
