package sluice.recording.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import sluice.core.SluiceException;

/** The one connection that changes the index, a transaction after the other. Thread-safe. */
final class IndexWriter implements AutoCloseable {
  private static final int WAIT_SECONDS = 30;

  private final Connection connection;
  private final IndexFailures failures;
  private final ReentrantLock lock = new ReentrantLock(true);

  /** Both guarded by the lock. */
  private boolean unclean;

  private boolean closed;

  IndexWriter(Connection connection, IndexFailures failures) {
    this.connection = connection;
    this.failures = failures;
  }

  /**
   * Changes something as a whole or not at all.
   *
   * @throws SluiceException when that fails; nothing has changed then
   */
  <T> T transaction(Sql.Work<T> work) {
    return locked(
        () -> {
          Sql.run(connection, "BEGIN IMMEDIATE");
          boolean done = false;
          try {
            T result = work.run(connection);
            Sql.run(connection, "COMMIT");
            done = true;
            return result;
          } finally {
            if (!done) {
              rollBack();
            }
          }
        });
  }

  /** The same, and it is on the disk when this returns, whatever fails then. */
  <T> T durable(Sql.Work<T> work) {
    return locked(
        () -> {
          Sql.run(connection, "PRAGMA synchronous = FULL");
          try {
            return transaction(work);
          } finally {
            Sql.run(connection, "PRAGMA synchronous = NORMAL");
          }
        });
  }

  private interface Step<T> {
    T run() throws SQLException;
  }

  private <T> T locked(Step<T> step) {
    await();
    try {
      if (closed) {
        throw failures.closed();
      }
      return step.run();
    } catch (SQLException e) {
      SluiceException known = failures.of(e);
      unclean |= known instanceof DamagedIndexException;
      throw known;
    } finally {
      lock.unlock();
    }
  }

  private void await() {
    try {
      // The first one doesn't care whether the thread is to end: what it began can be ended.
      if (!lock.tryLock() && !lock.tryLock(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw failures.busy("other changes take too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.busy("who waited for it is to end");
    }
  }

  private void rollBack() {
    try {
      Sql.run(connection, "ROLLBACK");
    } catch (SQLException e) {
      // SQLite has done it itself; the failure before says why.
    }
  }

  /** The file is damaged, or doesn't know all: it is looked at when it is opened next. */
  void leaveUnclean() {
    lock.lock();
    try {
      unclean = true;
    } finally {
      lock.unlock();
    }
  }

  /** Gives pages that are free back to the disk, some of them, where there are many. */
  void shrink(int many, int some) {
    locked(
        () -> {
          if (Sql.number(connection, "PRAGMA freelist_count") > many) {
            Sql.run(connection, "PRAGMA incremental_vacuum(" + some + ")");
          }
          return true;
        });
  }

  /** Closes the file, and marks it as closed where it is in order. Does nothing the second time. */
  @Override
  public void close() throws SQLException {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      if (!unclean) {
        Sql.run(connection, "UPDATE closing SET clean = 1");
      }
    } finally {
      try {
        connection.close();
      } finally {
        lock.unlock();
      }
    }
  }
}
