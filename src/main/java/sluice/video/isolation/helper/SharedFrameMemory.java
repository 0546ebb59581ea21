package sluice.video.isolation.helper;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;
import sluice.video.decode.FrameMemory;
import sluice.video.isolation.protocol.Limits;

/**
 * Gives out blocks of the memory that the service sees, in whole pages, the lowest that are free:
 * so that as few pages as possible are ever touched. A block is in use until it is given back.
 * Thread-safe.
 */
final class SharedFrameMemory implements FrameMemory {
  private static final long PAGE = 4096;

  /** One in so many bytes is kept for copies, so that no decoder can take everything. */
  private static final int RESERVE_DIVISOR = 4;

  private final MemorySegment memory;
  private final long usable;

  /** Bytes of the blocks in use, by where they begin. */
  private final TreeMap<Long, Long> blocks = new TreeMap<>();

  private long used;

  /**
   * Memory of which nothing is in use.
   *
   * @param memory begins at a page
   * @param padding bytes at its end that are never used
   */
  SharedFrameMemory(MemorySegment memory, long padding) {
    this.memory = memory;
    this.usable = (memory.byteSize() - padding) / PAGE * PAGE;
  }

  /** {@inheritDoc} Leaves a quarter of the memory for {@link #takeForCopy}. */
  @Override
  public long take(long bytes) {
    return take(bytes, usable - usable / RESERVE_DIVISOR);
  }

  /** The same up to the last free byte. */
  long takeForCopy(long bytes) {
    return take(bytes, usable);
  }

  private synchronized long take(long bytes, long most) {
    if (bytes <= 0 || bytes > Limits.PICTURE_BYTES) {
      return 0;
    }
    long whole = (bytes + PAGE - 1) / PAGE * PAGE;
    if (used + whole > most) {
      return 0;
    }
    long free = 0;
    for (Map.Entry<Long, Long> block : blocks.entrySet()) {
      if (block.getKey() - free >= whole) {
        break;
      }
      free = block.getKey() + block.getValue();
    }
    if (free + whole > usable) {
      return 0;
    }
    blocks.put(free, whole);
    used += whole;
    return memory.address() + free;
  }

  @Override
  public synchronized void giveBack(long address) {
    Long bytes = blocks.remove(address - memory.address());
    if (bytes == null) {
      throw new IllegalArgumentException("no block in use begins at " + address);
    }
    used -= bytes;
  }

  /**
   * Where the block in use begins in which an address lies, bytes from the start; -1 where it lies
   * in none.
   */
  synchronized long offsetOf(long address) {
    long offset = address - memory.address();
    Map.Entry<Long, Long> block = blocks.floorEntry(offset);
    return block == null || offset >= block.getKey() + block.getValue() ? -1 : block.getKey();
  }

  /** Bytes of the block in use that begins at an offset. */
  synchronized long bytesAt(long offset) {
    Long bytes = blocks.get(offset);
    if (bytes == null) {
      throw new IllegalArgumentException("no block in use begins at the offset " + offset);
    }
    return bytes;
  }

  /** The address of an offset. */
  long address(long offset) {
    return memory.address() + offset;
  }

  /** Memory of a block, to be written. */
  MemorySegment block(long offset) {
    return memory.asSlice(offset, bytesAt(offset));
  }

  /** Blocks in use. */
  synchronized int blocks() {
    return blocks.size();
  }

  /** Bytes in use. */
  synchronized long used() {
    return used;
  }
}
