package sluice.testing;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import sluice.core.DropCause;
import sluice.core.FrameResult;
import sluice.core.StreamObserver;

/**
 * When each picture of each stream came, by {@link System#nanoTime}, whether it was worked on or
 * dropped. Thread-safe.
 */
public final class FrameArrivals {
  private static final int ROOM = 1024;

  private final Map<String, Times> times = new ConcurrentHashMap<>();

  private static final class Times {
    private long[] nanos = new long[ROOM];
    private int number;

    synchronized void add(long now) {
      if (number == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * number);
      }
      nanos[number++] = now;
    }

    synchronized long[] between(long from, long to) {
      return LongStream.of(nanos)
          .limit(number)
          .filter(at -> at - from >= 0 && at - to < 0)
          .toArray();
    }

    synchronized OptionalLong firstAfter(long from) {
      int at = number;
      while (at > 0 && nanos[at - 1] - from > 0) {
        at--;
      }
      return at == number ? OptionalLong.empty() : OptionalLong.of(nanos[at]);
    }
  }

  /** Pictures, and the time from the first of them to the last. */
  public record Pace(long pictures, long nanos) {
    /** Nothing came. */
    public static final Pace NONE = new Pace(0, 0);

    /** Both spans, of which nothing between them counts. */
    public Pace and(Pace other) {
      return new Pace(pictures + other.pictures, nanos + other.nanos);
    }

    /** Pictures a second; 0 where there were not two. */
    public double rate() {
      return nanos == 0 ? 0 : pictures * 1e9 / nanos;
    }
  }

  /** The first picture of a stream after a moment, if one has come. */
  public OptionalLong firstAfter(String stream, long nanos) {
    return of(times, stream).firstAfter(nanos);
  }

  /** The pictures of a stream that came between two moments; the first of them begins the time. */
  public Pace pace(String stream, long from, long to) {
    long[] all = of(times, stream).between(from, to);
    return all.length < 2 ? Pace.NONE : new Pace(all.length - 1L, all[all.length - 1] - all[0]);
  }

  private static Times of(Map<String, Times> times, String stream) {
    return times.computeIfAbsent(stream, id -> new Times());
  }

  /** Hears a stream. */
  public StreamObserver of(String stream) {
    Times heard = of(times, stream);
    return new StreamObserver() {
      @Override
      public void frameRead() {
        heard.add(System.nanoTime());
      }

      @Override
      public void frameDropped(DropCause cause) {}

      @Override
      public void inputDamaged() {}

      @Override
      public void frameFinished(FrameResult result) {}
    };
  }
}
