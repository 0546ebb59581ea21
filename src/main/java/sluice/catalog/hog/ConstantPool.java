package sluice.catalog.hog;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** The weights file of a model: the bytes of its constants one after the other, equal ones once. */
final class ConstantPool {
  /** A cache line: OpenVINO maps the file and reads constants where they lie. */
  private static final int ALIGNMENT = 64;

  private final ByteArrayOutputStream weights = new ByteArrayOutputStream();

  /** Where constants lie; buffers are equal when their bytes are. */
  private final Map<ByteBuffer, Integer> offsets = new HashMap<>();

  /**
   * Finds or makes a place.
   *
   * @param bytes of a constant, little-endian; not to be changed afterwards
   * @return where they begin
   */
  int place(byte[] bytes) {
    return offsets.computeIfAbsent(ByteBuffer.wrap(bytes), _ -> append(bytes));
  }

  private int append(byte[] bytes) {
    weights.writeBytes(new byte[-weights.size() & (ALIGNMENT - 1)]);
    int offset = weights.size();
    weights.writeBytes(bytes);
    return offset;
  }

  /** The file's content. */
  byte[] bytes() {
    return weights.toByteArray();
  }
}
