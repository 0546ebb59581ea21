package sluice.catalog.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Mutual exclusion on the files of a folder: among processes by a lock on the file {@code .lock},
 * which stays there; among threads of this process, which share such locks, by one of Java's own.
 */
final class ModelLock implements AutoCloseable {
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final FileChannel channel;

  private ModelLock(ReentrantLock threads, FileChannel channel) {
    this.threads = threads;
    this.channel = channel;
  }

  /**
   * Waits until the folder is ours.
   *
   * @param folder made where it isn't there
   * @param onWait called once when it has to wait
   */
  static ModelLock take(Path folder, Runnable onWait) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    ReentrantLock threads = THREADS.computeIfAbsent(folder.toRealPath(), _ -> new ReentrantLock());
    if (!threads.tryLock()) {
      onWait.run();
      threads.lockInterruptibly();
    }
    try {
      return new ModelLock(threads, lockFile(folder.resolve(".lock"), onWait));
    } catch (IOException | RuntimeException e) {
      threads.unlock();
      throw e;
    }
  }

  /** The lock ends with the channel. */
  private static FileChannel lockFile(Path file, Runnable onWait) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        onWait.run();
        channel.lock();
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      threads.unlock();
    }
  }
}
