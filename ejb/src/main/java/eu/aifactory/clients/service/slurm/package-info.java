/**
 * Dispatches through Slurm: stages the agent on the shared file system, hands Slurm the constant
 * batch script and reads back how jobs stand. Knows neither HTTP nor Slurm's dialects, and no
 * group.
 */
package eu.aifactory.clients.service.slurm;
