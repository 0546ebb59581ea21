package sluice.app.recording;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.stage.source.PacketReader;
import sluice.video.demux.PacketTap;

/** An address in place of a camera's: fails, hangs, and gives a packet whenever it is asked. */
final class FakePackets implements PacketReader.Opener {
  /** What opening throws; null: it succeeds. */
  final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

  /** Where calls that open wait, whatever they are told, until it is counted down. */
  volatile CountDownLatch gate = new CountDownLatch(0);

  /** The taps of what was opened last. */
  volatile List<PacketTap> taps = List.of();

  /** What happened: {@code opens}, {@code open}, {@code closed}. */
  final List<String> log = new CopyOnWriteArrayList<>();

  private final String name;

  FakePackets(String name) {
    this.name = name;
  }

  @Override
  public PacketReader open(List<PacketTap> taps, BooleanSupplier cancelled) {
    this.taps = List.copyOf(taps);
    log.add(name + " opens");
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts it", e);
    }
    RuntimeException thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
    log.add(name + " open");
    return new PacketReader() {
      @Override
      public boolean read() {
        Thread.onSpinWait();
        if (cancelled.getAsBoolean()) {
          throw new SluiceException(ErrorCode.INPUT, "cancelled");
        }
        RuntimeException broken = failure.get();
        if (broken != null) {
          throw broken;
        }
        return true;
      }

      @Override
      public void close() {
        log.add(name + " closed");
      }
    };
  }

  long count(String what) {
    return log.stream().filter((name + " " + what)::equals).count();
  }
}
