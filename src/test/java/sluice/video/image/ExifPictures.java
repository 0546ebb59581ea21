package sluice.video.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Puts an orientation of Exif into pictures that have none. */
final class ExifPictures {
  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY_BYTES = 12;
  private static final int PNG_HEADER_BYTES = 33;
  private static final int WEBP_EXIF_FLAG = 0x08;

  private ExifPictures() {}

  /** A PNG with a chunk of Exif after its header. */
  static byte[] png(byte[] png, int orientation) {
    byte[] exif = exif(orientation);
    ByteBuffer chunk = ByteBuffer.allocate(12 + exif.length).putInt(exif.length);
    chunk.put(ascii("eXIf")).put(exif);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + exif.length);
    chunk.putInt((int) crc.getValue());
    return joined(
        Arrays.copyOf(png, PNG_HEADER_BYTES),
        chunk.array(),
        Arrays.copyOfRange(png, PNG_HEADER_BYTES, png.length));
  }

  /** A WebP of the extended form with a chunk of Exif at its end. */
  static byte[] webp(byte[] simple, int width, int height, int orientation) {
    byte[] exif = exif(orientation);
    ByteBuffer extended = little(18).put(ascii("VP8X")).putInt(10).putInt(WEBP_EXIF_FLAG);
    extended.putShort((short) (width - 1)).put((byte) 0);
    extended.putShort((short) (height - 1)).put((byte) 0);
    ByteBuffer chunk = little(8 + exif.length).put(ascii("EXIF")).putInt(exif.length).put(exif);
    byte[] all =
        joined(
            Arrays.copyOf(simple, 12),
            extended.array(),
            Arrays.copyOfRange(simple, 12, simple.length),
            chunk.array());
    ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).putInt(4, all.length - 8);
    return all;
  }

  /** A TIFF of little-endian order whose directory is copied to its end, with one entry more. */
  static byte[] tiff(byte[] tiff, int orientation) {
    ByteBuffer old = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
    int directory = old.getInt(4);
    int entries = old.getShort(directory);
    ByteBuffer copy = little(6 + (entries + 1) * ENTRY_BYTES).putShort((short) (entries + 1));
    boolean done = false;
    for (int i = 0; i < entries; i++) {
      int at = directory + 2 + i * ENTRY_BYTES;
      if (!done && (old.getShort(at) & 0xFFFF) > ORIENTATION) {
        entry(copy, orientation);
        done = true;
      }
      copy.put(tiff, at, ENTRY_BYTES);
    }
    if (!done) {
      entry(copy, orientation);
    }
    byte[] all = joined(tiff, copy.array());
    ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).putInt(4, tiff.length);
    return all;
  }

  private static byte[] exif(int orientation) {
    ByteBuffer exif = little(8 + 2 + ENTRY_BYTES + 4);
    exif.put(ascii("II")).putShort((short) 42).putInt(8).putShort((short) 1);
    entry(exif, orientation);
    return exif.array();
  }

  private static void entry(ByteBuffer directory, int orientation) {
    directory.putShort((short) ORIENTATION).putShort((short) SHORT).putInt(1).putInt(orientation);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] ascii(String letters) {
    return letters.getBytes(StandardCharsets.US_ASCII);
  }
}
