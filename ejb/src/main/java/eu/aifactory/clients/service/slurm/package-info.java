/**
 * Slurm as one of the dispatchers: how its jobs are those of client groups. Knows the dialects of
 * no version of Slurm, and no HTTP.
 */
package eu.aifactory.clients.service.slurm;
