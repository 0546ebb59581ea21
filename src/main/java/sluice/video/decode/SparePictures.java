package sluice.video.decode;

import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Memory of pictures that nobody refers to any more, kept for the next pictures of any decoder:
 * fresh memory costs a page fault for every four kilobytes, as much as half of the decoding of a
 * small picture. What is too much goes back to the system, the longest unused first. Owns what is
 * spare and what is taken. Thread-safe.
 */
final class SparePictures {
  /** Some tens of small pictures, or a few of 1920x1080, whatever the number of decoders. */
  private static final long MOST_BYTES = 8L << 20;

  /** Each is looked at when memory is taken. */
  private static final int MOST = 64;

  /** Of the whole process. */
  static final SparePictures SHARED = new SparePictures(MOST_BYTES);

  /** Memory, and the decoder whose picture lies in it. */
  private record Spare(Pointer memory, long bytes, Object owner) {}

  private final long mostBytes;

  /** What was given back last comes first. */
  private final Deque<Spare> spares = new ArrayDeque<>();

  private final Map<Long, Spare> taken = new HashMap<>();
  private long kept;

  /**
   * None yet.
   *
   * @param mostBytes that are kept for other pictures
   */
  SparePictures(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * Memory for a picture, in use until it is given back. It holds zeros, or a picture of the same
   * decoder: so a damaged one never shows what another camera saw.
   *
   * @param bytes above 0
   * @param owner the decoder
   * @return its address, aligned as FFmpeg aligns its own; 0 where there is none
   */
  long take(long bytes, Object owner) {
    Spare spare = reuse(bytes, owner);
    Pointer memory = spare == null ? av_mallocz(bytes) : spare.memory;
    if (memory == null) {
      return 0;
    }
    if (spare != null && !spare.owner.equals(owner)) {
      Pointer.memset(memory, 0, bytes);
    }
    synchronized (this) {
      taken.put(memory.address(), new Spare(memory, bytes, owner));
    }
    return memory.address();
  }

  /** What the decoder had itself, or else what is the most likely to be in caches still. */
  private synchronized @Nullable Spare reuse(long bytes, Object owner) {
    Spare found = null;
    for (Spare spare : spares) {
      if (spare.bytes == bytes && spare.owner.equals(owner)) {
        found = spare;
        break;
      }
      if (spare.bytes == bytes && found == null) {
        found = spare;
      }
    }
    if (found != null) {
      spares.remove(found);
      kept -= bytes;
    }
    return found;
  }

  /** Neither the decoder nor a picture refers to memory any more that was taken at this address. */
  synchronized void giveBack(long address) {
    Spare spare = taken.remove(address);
    if (spare == null) {
      throw new IllegalArgumentException("not taken: " + address);
    }
    spares.addFirst(spare);
    kept += spare.bytes;
    shrink(mostBytes, MOST);
  }

  /** Gives all that is spare back to the system. */
  synchronized void clear() {
    shrink(0, 0);
  }

  /** Bytes that are spare; for tests. */
  synchronized long kept() {
    return kept;
  }

  private void shrink(long bytes, int number) {
    while (kept > bytes || spares.size() > number) {
      Spare oldest = spares.removeLast();
      kept -= oldest.bytes;
      av_free(oldest.memory);
    }
  }
}
