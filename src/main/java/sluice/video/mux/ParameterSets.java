package sluice.video.mux;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Parameter sets of H.264 and H.265 in the byte stream format (Annex B of both), as cameras send
 * them before a key frame and as configurations of codecs hold them.
 */
final class ParameterSets {
  private static final byte[] START_CODE = {0, 0, 0, 1};
  private static final int H264_FIRST_SLICE = 1;
  private static final int H264_LAST_SLICE = 5;
  private static final int H264_SEQUENCE = 7;
  private static final int H264_PICTURE = 8;
  private static final int HEVC_LAST_SLICE = 31;
  private static final int HEVC_VIDEO = 32;
  private static final int HEVC_SEQUENCE = 33;
  private static final int HEVC_PICTURE = 34;

  private final boolean hevc;
  private final List<byte[]> units;

  private ParameterSets(boolean hevc, List<byte[]> units) {
    this.hevc = hevc;
    this.units = units;
  }

  /**
   * Those that stand before the first slice.
   *
   * @param stream a configuration, or the begin of a packet, in the byte stream format
   */
  static ParameterSets of(byte[] stream, boolean hevc) {
    List<byte[]> units = new ArrayList<>();
    int begin = unitAfter(stream, 0);
    while (begin < stream.length) {
      int next = unitAfter(stream, begin);
      int type = type(stream[begin], hevc);
      if (hevc ? type <= HEVC_LAST_SLICE : type >= H264_FIRST_SLICE && type <= H264_LAST_SLICE) {
        break;
      }
      if (isParameterSet(type, hevc)) {
        units.add(Arrays.copyOfRange(stream, begin, endOf(stream, begin, next)));
      }
      begin = next;
    }
    return new ParameterSets(hevc, units);
  }

  /** Whether a configuration of H.264 or H.265 is a record as in MP4, not a byte stream. */
  static boolean isRecord(byte[] configuration) {
    return configuration.length > 0 && configuration[0] == 1;
  }

  private static boolean isParameterSet(int type, boolean hevc) {
    return hevc
        ? type >= HEVC_VIDEO && type <= HEVC_PICTURE
        : type == H264_SEQUENCE || type == H264_PICTURE;
  }

  private static int type(byte header, boolean hevc) {
    return hevc ? header >> 1 & 0x3F : header & 0x1F;
  }

  /** Where the unit after the next start code begins; the length where there is none. */
  private static int unitAfter(byte[] stream, int from) {
    for (int i = from; i + 3 < stream.length; i++) {
      if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
        return i + 3;
      }
    }
    return stream.length;
  }

  /** The end of a unit without the next start code and zeros before it. */
  private static int endOf(byte[] stream, int begin, int next) {
    int end = next == stream.length ? next : next - 3;
    while (end > begin + 1 && stream[end - 1] == 0) {
      end--;
    }
    return end;
  }

  /** Whether a decoder can be set up with them: one of each kind is there. */
  boolean isComplete() {
    return has(sequenceType())
        && has(hevc ? HEVC_PICTURE : H264_PICTURE)
        && (!hevc || has(HEVC_VIDEO));
  }

  private int sequenceType() {
    return hevc ? HEVC_SEQUENCE : H264_SEQUENCE;
  }

  private boolean has(int type) {
    return units.stream().anyMatch(unit -> type(unit[0], hevc) == type);
  }

  /** The first sequence parameter set, its header included; empty where there is none. */
  byte[] sequence() {
    return units.stream()
        .filter(unit -> type(unit[0], hevc) == sequenceType())
        .findFirst()
        .orElseGet(() -> new byte[0]);
  }

  /** All of them, in the byte stream format. */
  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] unit : units) {
      all.writeBytes(START_CODE);
      all.writeBytes(unit);
    }
    return all.toByteArray();
  }
}
