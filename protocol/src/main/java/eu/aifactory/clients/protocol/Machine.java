package eu.aifactory.clients.protocol;

/**
 * What an agent ran on. A member is {@code null} when it is not known.
 *
 * @param os name and release of the kernel, such as {@code Linux 6.1.0}
 * @param processor model name
 * @param cores that the process may use
 * @param memoryMb of the machine, or of the process's control group where that is less, MiB
 * @param java version of the virtual machine
 */
public record Machine(String os, String processor, Integer cores, Long memoryMb, String java) {}
