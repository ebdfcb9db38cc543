/**
 * Slurm as this product uses it: how it is configured and how it is spoken to, over slurmrestd or
 * by its commands. The one place that knows the dialects; knows no client group and no server.
 */
package eu.aifactory.clients.slurm;
