package sluice.catalog.metadata;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reader of the metadata of an ONNX file (onnx.proto3, message ModelProto: ir_version 1,
 * producer_name 2, producer_version 3, domain 4, doc_string 6, graph 7, metadata_props 14). Reads
 * the fields of Protocol Buffers' wire format one after the other and skips the graph.
 */
final class OnnxMetadata {
  private static final Map<Integer, String> TEXTS =
      Map.of(2, "producer", 3, "producer version", 4, "domain", 6, "description");
  private static final int IR_VERSION = 1;
  private static final int METADATA = 14;
  private static final int LONGEST = 1 << 20;

  private OnnxMetadata() {}

  /** Values by name. */
  static Map<String, String> read(Path file) throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (long tag = varint(in); tag >= 0; tag = varint(in)) {
        field((int) (tag >>> 3), (int) (tag & 7), in, found);
      }
    }
    return found;
  }

  private static void field(int number, int type, DataInputStream in, Map<String, String> found)
      throws IOException {
    switch (type) {
      case 0 -> {
        long value = varint(in);
        if (number == IR_VERSION) {
          found.put("ONNX IR version", Long.toString(value));
        }
      }
      case 1 -> in.skipNBytes(Long.BYTES);
      case 2 -> delimited(number, varint(in), in, found);
      case 5 -> in.skipNBytes(Integer.BYTES);
      default -> throw new IOException("no ONNX: wire type " + type);
    }
  }

  private static void delimited(
      int number, long length, DataInputStream in, Map<String, String> found) throws IOException {
    boolean wanted = TEXTS.containsKey(number) || number == METADATA;
    if (!wanted || length > LONGEST) {
      in.skipNBytes(length);
      return;
    }
    byte[] bytes = in.readNBytes((int) length);
    if (number == METADATA) {
      entry(ByteBuffer.wrap(bytes), found);
    } else if (bytes.length > 0) {
      found.put(TEXTS.getOrDefault(number, ""), text(bytes));
    }
  }

  /** A StringStringEntryProto: key 1, value 2, both short or long texts. */
  private static void entry(ByteBuffer bytes, Map<String, String> found) throws IOException {
    String key = "";
    String value = "";
    while (bytes.hasRemaining()) {
      int tag = bytes.get();
      int length = length(bytes);
      if (length < 0 || length > bytes.remaining()) {
        throw new EOFException("no ONNX: a text is cut off");
      }
      byte[] part = new byte[length];
      bytes.get(part);
      if (tag >>> 3 == 1) {
        key = text(part);
      } else {
        value = text(part);
      }
    }
    found.put(key, value);
  }

  private static int length(ByteBuffer bytes) {
    int value = 0;
    for (int shift = 0; bytes.hasRemaining() && shift < Integer.SIZE; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    return -1;
  }

  /** A number of up to ten bytes; -1 at the end of the file. */
  private static long varint(DataInputStream in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = in.read();
      if (next < 0) {
        if (shift == 0) {
          return -1;
        }
        throw new EOFException("no ONNX: a number is cut off");
      }
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IOException("no ONNX: a number is too long");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
