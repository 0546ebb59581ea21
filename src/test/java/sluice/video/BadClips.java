package sluice.video;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Generator of broken videos, as they are met in the field. */
public final class BadClips {
  /** Offsets from the four letters that begin a chunk of an AVI file. */
  private static final int FRAME_MICROS = 8;

  private static final int TOTAL_FRAMES = 24;
  private static final int SCALE = 28;
  private static final int RATE = 32;
  private static final int LENGTH = 40;
  private static final int STREAM_CODEC = 12;
  private static final int FORMAT_CODEC = 24;

  private BadClips() {}

  /** A whole AVI file: small JPEG pictures, 30 a second. */
  public static Path avi(Path file, int pictures) {
    return new TestClip()
        .size(32, 32)
        .rate(30)
        .coded("mjpeg", "yuvj420p")
        .painted((n, x, y) -> n % 2 == 0 ? 0x808080 : 0x606060)
        .write(file, pictures);
  }

  /** An AVI file of 30 pictures a second whose header promises 60, and so twice as many of them. */
  public static Path twiceAsManyPromised(Path file, int pictures) {
    byte[] bytes = read(avi(file, pictures));
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int main = indexOf(bytes, "avih");
    header.putInt(main + FRAME_MICROS, 1_000_000 / 60).putInt(main + TOTAL_FRAMES, 2 * pictures);
    int stream = indexOf(bytes, "strh");
    header.putInt(stream + SCALE, 1).putInt(stream + RATE, 60);
    header.putInt(stream + LENGTH, 2 * pictures);
    return write(file, bytes);
  }

  /** An AVI file whose pictures are coded by something that nobody knows. */
  public static Path unknownCodec(Path file) {
    byte[] bytes = read(avi(file, 3));
    System.arraycopy(
        "ZZQQ".getBytes(ISO_8859_1), 0, bytes, indexOf(bytes, "strh") + STREAM_CODEC, 4);
    System.arraycopy(
        "ZZQQ".getBytes(ISO_8859_1), 0, bytes, indexOf(bytes, "strf") + FORMAT_CODEC, 4);
    return write(file, bytes);
  }

  /** The same without its index, as a recorder leaves it that lost its power. */
  public static Path withoutIndex(Path file) {
    byte[] bytes = read(file);
    return write(file, Arrays.copyOf(bytes, indexOf(bytes, "idx1")));
  }

  /** The first half of a file. */
  public static Path cut(Path file) {
    byte[] bytes = read(file);
    return write(file, Arrays.copyOf(bytes, bytes.length / 2));
  }

  private static int indexOf(byte[] bytes, String letters) {
    int index = new String(bytes, ISO_8859_1).indexOf(letters);
    if (index < 0) {
      throw new IllegalStateException("no " + letters);
    }
    return index;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
