package sluice.video.isolation.helper;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import sluice.core.Picture;
import sluice.video.decode.DecodedPicture;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.InputFailure;
import sluice.video.isolation.protocol.Counts;
import sluice.video.isolation.protocol.Limits;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.PictureShape;

/**
 * Tells the service of pictures, and of how they lie where that changes. A picture that doesn't lie
 * in the shared memory is copied there first. One thread.
 */
final class PictureSender {
  private static final int NOWHERE = -1;

  private final DecoderSettings settings;
  private final SharedFrameMemory sharedMemory;
  private final LentPictures lent;
  private final ServiceMessages messages;
  private final ServiceOrders orders;
  private @Nullable PictureShape told;

  /** Sends nothing yet. */
  PictureSender(
      DecoderSettings settings,
      SharedFrameMemory sharedMemory,
      LentPictures lent,
      ServiceMessages messages,
      ServiceOrders orders) {
    this.settings = settings;
    this.sharedMemory = sharedMemory;
    this.lent = lent;
    this.messages = messages;
    this.orders = orders;
  }

  /**
   * Adds a picture to what is written with the next flush; it is kept until the service has given
   * it back.
   *
   * @param decoded taken over
   * @throws sluice.core.SluiceException INPUT where it is too large
   * @throws LeavingException when the source is to be left while there is no room for it
   */
  void add(DecodedPicture decoded, Counts counts) {
    Picture picture = decoded.picture();
    try {
      requireSize(picture);
      long start = ringOffset(picture);
      if (start != NOWHERE) {
        tellShape(picture, start, false);
        messages.add(message(decoded, start, 0, counts));
        lent.add(start, picture::close);
        return;
      }
    } catch (RuntimeException | Error e) {
      picture.close();
      throw e;
    }
    addCopy(decoded, counts);
  }

  private void addCopy(DecodedPicture decoded, Counts counts) {
    try (Picture picture = decoded.picture()) {
      long address = roomFor(picture);
      long began = System.nanoTime();
      long offset = sharedMemory.offsetOf(address);
      FrameCopy.copy(picture, sharedMemory.block(offset));
      tellShape(picture, offset, true);
      messages.add(message(decoded, offset, System.nanoTime() - began, counts));
      lent.add(offset, () -> sharedMemory.giveBack(address));
    }
  }

  private static Message message(DecodedPicture decoded, long offset, long more, Counts counts) {
    return new Message.Picture(
        offset,
        decoded.timestampNanos(),
        Math.max(0, decoded.decodeNanos()) + more,
        decoded.damaged(),
        counts);
  }

  private void requireSize(Picture picture) {
    if (picture.width() > Limits.SIDE
        || picture.height() > Limits.SIDE
        || FrameCopy.bytes(picture) > Limits.PICTURE_BYTES) {
      throw InputFailure.because(
          settings,
          "its pictures of %dx%d are too large (expected: at most %d pixels wide and high, and %d MiB)"
              .formatted(
                  picture.width(),
                  picture.height(),
                  Limits.SIDE,
                  Limits.PICTURE_BYTES / (1 << 20)));
    }
  }

  /** Where the block begins that all planes lie in. */
  private long ringOffset(Picture picture) {
    long start = sharedMemory.offsetOf(picture.plane(0).address());
    for (int i = 1; i < picture.planes() && start != NOWHERE; i++) {
      if (sharedMemory.offsetOf(picture.plane(i).address()) != start) {
        return NOWHERE;
      }
    }
    return start;
  }

  /** A block for a copy, waiting until the service gives back so much. */
  private long roomFor(Picture picture) {
    long bytes = FrameCopy.bytes(picture);
    long address = sharedMemory.takeForCopy(bytes);
    while (address == 0) {
      if (lent.number() == 0) {
        throw InputFailure.because(
            settings, "its decoder needs more memory than pictures may take; lessen its size");
      }
      int before = lent.number();
      messages.send(new Message.Full(before));
      while (lent.number() == before) {
        orders.awaitOne();
      }
      address = sharedMemory.takeForCopy(bytes);
    }
    return address;
  }

  private void tellShape(Picture picture, long offset, boolean copied) {
    long bytes = sharedMemory.bytesAt(offset);
    long start = sharedMemory.address(offset);
    PictureShape known = told;
    if (known == null || !isLike(known, picture, bytes, start, copied)) {
      PictureShape shape = shape(picture, bytes, start, copied);
      told = shape;
      messages.add(new Message.Shape(shape));
    }
  }

  private static boolean isLike(
      PictureShape shape, Picture picture, long bytes, long start, boolean copied) {
    boolean like =
        shape.bytes() == bytes
            && shape.width() == picture.width()
            && shape.height() == picture.height()
            && shape.offsets().length == picture.planes()
            && shape.format().equals(picture.format())
            && shape.colorSpace().equals(picture.colorSpace())
            && shape.orientation().equals(picture.orientation())
            && shape.pixelAspect().equals(picture.pixelAspect());
    for (int i = 0; like && i < picture.planes(); i++) {
      like =
          shape.strides()[i] == picture.stride(i)
              && shape.offsets()[i] == planeOffset(picture, i, start, copied);
    }
    return like;
  }

  private static PictureShape shape(Picture picture, long bytes, long start, boolean copied) {
    long[] offsets = new long[picture.planes()];
    int[] strides = new int[offsets.length];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = planeOffset(picture, i, start, copied);
      strides[i] = picture.stride(i);
    }
    return new PictureShape(
        picture.format(),
        picture.width(),
        picture.height(),
        bytes,
        offsets,
        strides,
        picture.colorSpace(),
        picture.orientation(),
        picture.pixelAspect());
  }

  private static long planeOffset(Picture picture, int plane, long start, boolean copied) {
    MemorySegment memory = picture.plane(plane);
    return copied ? FrameCopy.offset(picture, plane) : memory.address() - start;
  }
}
