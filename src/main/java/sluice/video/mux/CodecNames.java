package sluice.video.mux;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Names of codecs with their parameters, as RFC 6381 and the codecs' mappings to MP4 define them
 * and browsers ask for them, read out of the configuration of a codec.
 */
final class CodecNames {
  /** An H.265 configuration record and a sequence parameter set both hold these in one piece. */
  private static final int HEVC_PROFILE_BYTES = 12;

  private static final int HEVC_SEQUENCE_HEADER = 3;
  private static final int AV1_RECORD = 0x81;
  private static final int AV1_RECORD_BYTES = 4;
  private static final int AV1_SEQUENCE_HEADER = 1;
  private static final int AV1_LAST_LEVEL_WITHOUT_TIER = 7;
  private static final int AAC_LOW_COMPLEXITY = 2;
  private static final int AAC_ESCAPE = 31;
  private static final int MP3_LOWEST_FULL_RATE = 24_000;

  private CodecNames() {}

  /**
   * The name of a video.
   *
   * @param codec {@code h264}, {@code hevc} or {@code av1}
   * @param configuration a record as in MP4, or headers as in the stream
   * @param depth bits of a sample, where AV1's headers are far from the begin
   * @return empty where the configuration doesn't tell
   */
  static Optional<String> video(String codec, byte[] configuration, int depth) {
    return switch (codec) {
      case "h264" -> h264(configuration);
      case "hevc" -> hevc(configuration);
      case "av1" -> av1(configuration, depth);
      default -> Optional.empty();
    };
  }

  /**
   * The name of a sound.
   *
   * @param codec {@code aac}, {@code opus}, {@code flac} or {@code mp3}
   * @param configuration of AAC: its AudioSpecificConfig; may be empty
   * @param sampleRate samples a second
   */
  static String audio(String codec, byte[] configuration, int sampleRate) {
    return switch (codec) {
      case "aac" -> "mp4a.40." + aacObjectType(configuration);
      case "mp3" -> sampleRate > MP3_LOWEST_FULL_RATE ? "mp4a.6B" : "mp4a.69";
      default -> codec;
    };
  }

  /** Whether a configuration of H.264 or H.265 is a record as in MP4, not a byte stream. */
  static boolean isRecord(byte[] configuration) {
    return configuration.length > 0 && configuration[0] == 1;
  }

  private static Optional<String> h264(byte[] configuration) {
    byte[] parameters =
        isRecord(configuration) ? configuration : ParameterSets.of(configuration, false).sequence();
    return parameters.length < 4
        ? Optional.empty()
        : Optional.of("avc1." + HexFormat.of().formatHex(parameters, 1, 4));
  }

  private static Optional<String> hevc(byte[] configuration) {
    byte[] parameters =
        isRecord(configuration)
            ? configuration
            : ParameterSets.withoutEmulationPrevention(
                ParameterSets.of(configuration, true).sequence());
    int at = isRecord(configuration) ? 1 : HEVC_SEQUENCE_HEADER;
    return parameters.length < at + HEVC_PROFILE_BYTES
        ? Optional.empty()
        : Optional.of(hevcName(new BitReader(parameters, at)));
  }

  /** ISO/IEC 14496-15, annex E.3. */
  private static String hevcName(BitReader bits) {
    int space = (int) bits.read(2);
    boolean highTier = bits.flag();
    long profile = bits.read(5);
    int compatible = Integer.reverse((int) bits.read(32));
    long constraints = bits.read(24) << 24 | bits.read(24);
    long level = bits.read(8);
    StringBuilder name = new StringBuilder("hvc1.");
    if (space > 0) {
      name.append((char) ('A' + space - 1));
    }
    name.append(profile)
        .append('.')
        .append(Integer.toHexString(compatible).toUpperCase(Locale.ROOT));
    name.append('.').append(highTier ? 'H' : 'L').append(level);
    for (int shift = 40; shift >= 0 && (constraints & (1L << (shift + 8)) - 1) != 0; shift -= 8) {
      name.append('.')
          .append(Long.toHexString(constraints >> shift & 0xFF).toUpperCase(Locale.ROOT));
    }
    return name.toString();
  }

  private static Optional<String> av1(byte[] configuration, int depth) {
    if (configuration.length < AV1_RECORD_BYTES) {
      return Optional.empty();
    }
    if ((configuration[0] & 0xFF) != AV1_RECORD) {
      return av1OfStream(configuration, depth);
    }
    BitReader bits = new BitReader(configuration, 1);
    long profile = bits.read(3);
    long level = bits.read(5);
    boolean highTier = bits.flag();
    int recorded = bits.flag() ? bits.flag() ? 12 : 10 : 8;
    return Optional.of(av1Name(profile, level, highTier, recorded));
  }

  /** The sequence header of a stream (AV1 specification, 5.5), as far as its first level. */
  private static Optional<String> av1OfStream(byte[] stream, int depth) {
    BitReader bits = new BitReader(stream, 0);
    bits.skip(1);
    if (bits.read(4) != AV1_SEQUENCE_HEADER) {
      return Optional.empty();
    }
    boolean extended = bits.flag();
    boolean sized = bits.flag();
    bits.skip(extended ? 9 : 1);
    while (sized && bits.flag()) { // LEB128: the highest bit says that more bytes follow
      bits.skip(7);
    }
    bits.skip(sized ? 7 : 0);
    long profile = bits.read(3);
    bits.skip(1);
    if (bits.flag()) {
      return Optional.of(av1Name(profile, bits.read(5), false, depth));
    }
    if (bits.flag()) {
      skipTiming(bits);
    }
    bits.skip(1 + 5 + 12);
    long level = bits.read(5);
    boolean highTier = level > AV1_LAST_LEVEL_WITHOUT_TIER && bits.flag();
    return Optional.of(av1Name(profile, level, highTier, depth));
  }

  private static void skipTiming(BitReader bits) {
    bits.skip(64);
    if (bits.flag()) {
      int zeros = 0;
      while (zeros < 32 && !bits.flag()) {
        zeros++;
      }
      bits.skip(zeros);
    }
    if (bits.flag()) {
      bits.skip(5 + 32 + 5 + 5);
    }
  }

  private static String av1Name(long profile, long level, boolean highTier, int depth) {
    return String.format(
        Locale.ROOT, "av01.%d.%02d%s.%02d", profile, level, highTier ? "H" : "M", depth);
  }

  private static long aacObjectType(byte[] configuration) {
    if (configuration.length < 2) {
      return AAC_LOW_COMPLEXITY;
    }
    BitReader bits = new BitReader(configuration, 0);
    long type = bits.read(5);
    return type == AAC_ESCAPE ? 32 + bits.read(6) : type;
  }
}
