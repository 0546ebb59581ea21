package sluice.video.isolation.remote;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sluice.testing.Latches;

/**
 * A decoder's process that isn't one: its messages come from a stream, and it ends when they do, or
 * when it is killed.
 */
final class FakeHelper extends Process {
  static final int KILLED = 137;

  private final InputStream messages;
  private final OutputStream orders;
  private final int exitCode;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean endsWithMessages = true;
  private volatile boolean fallsSilent;
  private volatile boolean killed;

  /**
   * A process that says what a stream holds.
   *
   * @param exitCode with which it ends by itself
   */
  FakeHelper(InputStream messages, OutputStream orders, int exitCode) {
    this.messages = messages;
    this.orders = orders;
    this.exitCode = exitCode;
  }

  /** One that says this, reads all its orders, and leaves in order. */
  static FakeHelper saying(byte[] messages) {
    return new FakeHelper(new ByteArrayInputStream(messages), OutputStream.nullOutputStream(), 0);
  }

  /** The same, but it goes on when it has said all. */
  FakeHelper goingOn() {
    endsWithMessages = false;
    return this;
  }

  /** The same, but it says nothing more, and doesn't end by itself. */
  FakeHelper fallingSilent() {
    fallsSilent = true;
    return goingOn();
  }

  /** One that is silent, and reads no orders: who gives one waits until it is killed. */
  static FakeHelper stuck(byte[] messages) {
    CountDownLatch[] end = new CountDownLatch[1];
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            Latches.await(end[0]);
            throw new IOException("nobody reads");
          }
        };
    FakeHelper helper = new FakeHelper(new ByteArrayInputStream(messages), full, 0);
    end[0] = helper.ended;
    return helper.fallingSilent();
  }

  /** Inputs whose processes are this one. */
  IsolatedInputs inputs() {
    return new IsolatedInputs(program(), (builder, rules) -> this);
  }

  /** A program that is never started. */
  static HelperProgram program() {
    return new HelperProgram(
        Path.of("/java"), List.of(Path.of("/app.jar")), List.of(), List.of(), List.of(), "Main");
  }

  boolean isKilled() {
    return killed;
  }

  @Override
  public OutputStream getOutputStream() {
    return orders;
  }

  @Override
  public InputStream getInputStream() {
    return InputStream.nullInputStream();
  }

  @Override
  public InputStream getErrorStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int read = killed ? -1 : messages.read(target, offset, length);
        if (read < 0 && fallsSilent) {
          Latches.await(ended);
        }
        if (read < 0 && endsWithMessages) {
          ended.countDown();
        }
        return read;
      }
    };
  }

  @Override
  public int waitFor() throws InterruptedException {
    ended.await();
    return exitValue();
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    return ended.await(timeout, unit);
  }

  @Override
  public int exitValue() {
    if (isAlive()) {
      throw new IllegalThreadStateException("it goes on");
    }
    return killed ? KILLED : exitCode;
  }

  @Override
  public boolean isAlive() {
    return ended.getCount() > 0;
  }

  @Override
  public void destroy() {
    throw new AssertionError("a process of decoders is told to leave, or killed");
  }

  @Override
  public Process destroyForcibly() {
    killed = true;
    ended.countDown();
    return this;
  }

  @Override
  public long pid() {
    return 1;
  }
}
