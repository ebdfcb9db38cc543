package eu.aifactory.clients.service.slurm;

import eu.aifactory.clients.slurm.SlurmNode;
import java.util.List;

/**
 * What Slurm says of where a job is.
 *
 * @param words the job and its nodes, for the end of a sentence
 * @param nodes on which it runs; none for a job that there is not
 */
record PlacedJob(String words, List<SlurmNode> nodes) {}
