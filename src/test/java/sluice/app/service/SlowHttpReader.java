package sluice.app.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.testing.RawLiveSocket;

/** A slow viewer over HTTP: reads a kilobyte a second. Whenever it is cut, it comes again. */
final class SlowHttpReader implements AutoCloseable {
  private static final int KILOBYTE = 1 << 10;
  private static final int SECONDS_PER_SIGN = 10;

  private final Door door;
  private final boolean givesSigns;
  private final LongAdder kilobytes = new LongAdder();
  private final LongAdder cuts = new LongAdder();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable RawLiveSocket socket;

  /** Opens a connection. */
  @FunctionalInterface
  private interface Door {
    RawLiveSocket open() throws IOException;
  }

  private SlowHttpReader(Door door, boolean givesSigns) throws IOException {
    this.door = door;
    this.givesSigns = givesSigns;
    this.socket = door.open();
    this.thread = Thread.ofPlatform().name("slow-reader").start(this::read);
  }

  /** Reads an answer without end. */
  static SlowHttpReader of(int port, String path) throws IOException {
    return new SlowHttpReader(() -> RawLiveSocket.get(port, path), false);
  }

  /** Reads what a socket gives; says that it is there, but of no picture that it was shown. */
  static SlowHttpReader ofSocket(int port, Supplier<String> tickets, String request)
      throws IOException {
    return new SlowHttpReader(
        () -> {
          RawLiveSocket opened = RawLiveSocket.enter(port, tickets.get());
          opened.say(request);
          return opened;
        },
        true);
  }

  private void read() {
    byte[] buffer = new byte[KILOBYTE];
    try {
      for (int second = 1; !end.await(1, TimeUnit.SECONDS); second++) {
        try {
          RawLiveSocket current = socket;
          if (current == null) {
            socket = door.open();
          } else if (current.in().readNBytes(buffer, 0, KILOBYTE) < KILOBYTE) {
            throw new IOException("the server ended it");
          } else {
            kilobytes.increment();
            if (givesSigns && second % SECONDS_PER_SIGN == 0) {
              current.say("{\"type\":\"alive\"}");
            }
          }
        } catch (IOException cut) {
          closeSocket();
          cuts.increment();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeSocket() {
    RawLiveSocket current = socket;
    socket = null;
    try {
      if (current != null) {
        current.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long kilobytes() {
    return kilobytes.sum();
  }

  long cuts() {
    return cuts.sum();
  }

  @Override
  public void close() {
    end.countDown();
    closeSocket();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeSocket();
  }
}
