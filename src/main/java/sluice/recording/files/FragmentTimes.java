package sluice.recording.files;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the video of a fragment is shown, in ticks of its track. Its pictures may be decoded in
 * another order.
 *
 * @param start of the picture that is shown first
 * @param end of the one that is shown last
 */
record FragmentTimes(long start, long end) {
  private static final int BASE_DATA_OFFSET = 0x1;
  private static final int SAMPLE_DESCRIPTION = 0x2;
  private static final int DEFAULT_DURATION = 0x8;

  private static final int DATA_OFFSET = 0x1;
  private static final int FIRST_SAMPLE_FLAGS = 0x4;
  private static final int SAMPLE_DURATION = 0x100;
  private static final int SAMPLE_SIZE = 0x200;
  private static final int SAMPLE_FLAGS = 0x400;
  private static final int SAMPLE_OFFSET = 0x800;

  /**
   * Reads a {@code moof} box; empty where it has nothing of the video.
   *
   * @throws DamagedBoxException when it is none, or doesn't say when the video begins
   */
  static Optional<FragmentTimes> read(BoxBytes moof, Movie movie) throws DamagedBoxException {
    FragmentTimes found = null;
    while (moof.hasBox()) {
      BoxBytes box = moof.box();
      if (box.type().equals("traf")) {
        FragmentTimes times = ofTrack(box, movie);
        if (times != null) {
          found = found == null ? times : found.and(times);
        }
      }
    }
    return Optional.ofNullable(found);
  }

  /** Both, and what is between them. */
  FragmentTimes and(FragmentTimes other) {
    return new FragmentTimes(Math.min(start, other.start), Math.max(end, other.end));
  }

  /** The part of a track; null where it is another track's than the video's. */
  private static @Nullable FragmentTimes ofTrack(BoxBytes traf, Movie movie)
      throws DamagedBoxException {
    long each = -1;
    long start = -1;
    Samples samples = new Samples();
    while (traf.hasBox()) {
      BoxBytes box = traf.box();
      switch (box.type()) {
        case "tfhd" -> {
          int flags = (int) box.u32();
          if (box.u32() != movie.video().id()) {
            return null;
          }
          box.skip((flags & BASE_DATA_OFFSET) == 0 ? 0 : Long.BYTES);
          box.skip((flags & SAMPLE_DESCRIPTION) == 0 ? 0 : Integer.BYTES);
          each = (flags & DEFAULT_DURATION) == 0 ? movie.defaultDuration() : box.u32();
        }
        case "tfdt" -> start = time(box);
        case "trun" -> {
          if (each < 0) {
            throw new DamagedBoxException("trun comes before tfhd");
          }
          samples.read(box, each);
        }
        default -> {}
      }
    }
    if (each < 0 || start < 0) {
      throw new DamagedBoxException("traf lacks tfhd or tfdt");
    }
    return samples.from(start);
  }

  private static long time(BoxBytes tfdt) throws DamagedBoxException {
    int version = tfdt.u8();
    tfdt.skip(3);
    return version == 1 ? tfdt.u64() : tfdt.u32();
  }

  /** The samples of a track's part, in ticks from when the first of them is decoded. */
  private static final class Samples {
    private long decoded;
    private @Nullable FragmentTimes shown;

    /** Goes on with those of a {@code trun}. */
    void read(BoxBytes trun, long each) throws DamagedBoxException {
      boolean signed = trun.u8() > 0;
      int flags = trun.u8() << 16 | trun.u16();
      long count = trun.u32();
      trun.skip((flags & DATA_OFFSET) == 0 ? 0 : Integer.BYTES);
      trun.skip((flags & FIRST_SAMPLE_FLAGS) == 0 ? 0 : Integer.BYTES);
      int others =
          ((flags & SAMPLE_SIZE) == 0 ? 0 : Integer.BYTES)
              + ((flags & SAMPLE_FLAGS) == 0 ? 0 : Integer.BYTES);
      if ((flags & (SAMPLE_DURATION | SAMPLE_OFFSET)) == 0) {
        trun.skip(count * others);
        add(0, product(count, each));
        return;
      }
      for (long i = 0; i < count; i++) { // ends with the box: each sample takes bytes of it
        long lasts = (flags & SAMPLE_DURATION) == 0 ? each : trun.u32();
        trun.skip(others);
        long offset = (flags & SAMPLE_OFFSET) == 0 ? 0 : trun.u32();
        add(signed ? (int) offset : offset, lasts);
      }
    }

    /** The next one: it is shown so long after it is decoded. */
    private void add(long offset, long lasts) throws DamagedBoxException {
      long from = sum(decoded, offset);
      FragmentTimes times = new FragmentTimes(from, sum(from, lasts));
      FragmentTimes before = shown;
      shown = before == null ? times : before.and(times);
      decoded = sum(decoded, lasts);
    }

    /** Their times where the first of them is decoded at a time. */
    FragmentTimes from(long start) throws DamagedBoxException {
      FragmentTimes all = shown;
      if (all == null) {
        return new FragmentTimes(start, start);
      }
      if (start + all.start < 0) {
        throw new DamagedBoxException("times are below 0");
      }
      return new FragmentTimes(start + all.start, sum(start, all.end));
    }
  }

  private static long sum(long a, long b) throws DamagedBoxException {
    try {
      return Math.addExact(a, b);
    } catch (ArithmeticException e) {
      throw new DamagedBoxException("times are above 2^63");
    }
  }

  private static long product(long a, long b) throws DamagedBoxException {
    try {
      return Math.multiplyExact(a, b);
    } catch (ArithmeticException e) {
      throw new DamagedBoxException("times are above 2^63");
    }
  }
}
