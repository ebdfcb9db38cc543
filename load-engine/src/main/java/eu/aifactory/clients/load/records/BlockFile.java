package eu.aifactory.clients.load.records;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file that only grows, block by block, up to a limit. A write that fails leaves what was there
 * before. Thread-safe. Not a channel: one would be closed by the interrupt of a thread that reads.
 */
final class BlockFile implements AutoCloseable {
  private final Path path;
  private final RandomAccessFile file;
  private final long mostBytes;
  private long[] ends = new long[64];
  private int blocks;

  /**
   * @throws IOException when it cannot be made
   */
  BlockFile(Path path, long mostBytes) throws IOException {
    this.path = path;
    this.mostBytes = mostBytes;
    this.file = new RandomAccessFile(path.toFile(), "rw");
    file.setLength(0);
  }

  /** Whether the limit leaves room for so many bytes. */
  synchronized boolean hasRoomFor(int bytes) {
    return bytes <= mostBytes - end(blocks - 1);
  }

  /**
   * @throws IOException when the disk refuses it: the file is as it was
   */
  synchronized void append(byte[] block) throws IOException {
    long start = end(blocks - 1);
    try {
      file.seek(start);
      file.write(block);
    } catch (IOException e) {
      file.setLength(start);
      throw e;
    }
    if (blocks == ends.length) {
      ends = Arrays.copyOf(ends, 2 * blocks);
    }
    ends[blocks++] = start + block.length;
  }

  synchronized int blocks() {
    return blocks;
  }

  /** Reads a block back. */
  synchronized byte[] block(int number) throws IOException {
    long start = end(number - 1);
    byte[] block = new byte[(int) (end(number) - start)];
    file.seek(start);
    file.readFully(block);
    return block;
  }

  private long end(int number) {
    return number < 0 ? 0 : ends[number];
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
