package sluice.video.isolation.helper;

import java.lang.foreign.MemorySegment;
import sluice.core.Picture;

/**
 * How a picture that lies elsewhere is copied into a block: plane after plane, each with its own
 * stride, so that it reads as the original does.
 */
final class FrameCopy {
  /** What the widest vector code needs. */
  private static final int ALIGNMENT = 64;

  private FrameCopy() {}

  /** Bytes that a picture takes so. */
  static long bytes(Picture picture) {
    long bytes = 0;
    for (int i = 0; i < picture.planes(); i++) {
      bytes += room(picture, i);
    }
    return bytes;
  }

  /** Where a plane begins, bytes from the start. */
  static long offset(Picture picture, int plane) {
    long offset = 0;
    for (int i = 0; i < plane; i++) {
      offset += room(picture, i);
    }
    return offset;
  }

  /** Copies all planes to a block that has {@link #bytes}. */
  static void copy(Picture picture, MemorySegment block) {
    for (int i = 0; i < picture.planes(); i++) {
      MemorySegment plane = picture.plane(i);
      MemorySegment.copy(plane, 0, block, offset(picture, i), plane.byteSize());
    }
  }

  /** With as much behind it as vector code may read beyond its end. */
  private static long room(Picture picture, int plane) {
    return (picture.plane(plane).byteSize() + 2L * ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
