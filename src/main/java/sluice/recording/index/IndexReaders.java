package sluice.recording.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sluice.core.SluiceException;

/**
 * A few connections that only read, made when they are needed: what they do holds up no change.
 * Thread-safe.
 */
final class IndexReaders implements AutoCloseable {
  /** So many queries at a time; the others wait. */
  static final int MOST = 4;

  private static final int WAIT_SECONDS = 30;

  private final IndexConnections connections;
  private final IndexFailures failures;
  private final Semaphore turns = new Semaphore(MOST, true);
  private final Deque<Connection> idle = new ArrayDeque<>();
  private boolean closed;

  IndexReaders(IndexConnections connections, IndexFailures failures) {
    this.connections = connections;
    this.failures = failures;
  }

  /**
   * Reads something.
   *
   * @throws SluiceException when the file can't be read, or no connection is free in time
   */
  <T> T read(Sql.Work<T> work) {
    await();
    try {
      return readInTurn(work);
    } catch (SQLException e) {
      throw failures.of(e);
    } finally {
      turns.release();
    }
  }

  private void await() {
    try {
      // The first one doesn't care whether the thread is to end: what it began can be ended.
      if (!turns.tryAcquire() && !turns.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw failures.busy("other queries take too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.busy("who waited for it is to end");
    }
  }

  private <T> T readInTurn(Sql.Work<T> work) throws SQLException {
    Connection connection = take();
    boolean sound = false;
    try {
      if (connection == null) {
        connection = connections.reader();
      }
      T result = work.run(connection);
      sound = true;
      return result;
    } finally {
      if (connection != null && !(sound && giveBack(connection))) {
        connection.close();
      }
    }
  }

  private synchronized @Nullable Connection take() {
    if (closed) {
      throw failures.closed();
    }
    return idle.poll();
  }

  /** Keeps a connection for the next one; false where nobody will need it. */
  private synchronized boolean giveBack(Connection connection) {
    return !closed && idle.offerFirst(connection);
  }

  /** Closes what is idle; what is in use is closed by its user. */
  @Override
  public void close() throws SQLException {
    for (Connection connection : end()) {
      connection.close();
    }
  }

  private synchronized Deque<Connection> end() {
    closed = true;
    Deque<Connection> rest = new ArrayDeque<>(idle);
    idle.clear();
    return rest;
  }
}
