package sluice.recording.files;

import java.util.Locale;

/** Names of codecs as RFC 6381 has them, from a sample entry and the configuration in it. */
final class CodecName {
  private static final int ES_DESCRIPTOR = 3;
  private static final int DECODER_DESCRIPTOR = 4;
  private static final int SPECIFIC_DESCRIPTOR = 5;
  private static final int AAC = 0x40;

  private CodecName() {}

  /**
   * The name of a sample entry's codec.
   *
   * @param entry the sample entry's type
   * @param boxes what is behind the sample entry's fields
   * @return the entry's type alone where its configuration is missing, or is of no known kind
   * @throws DamagedBoxException when the configuration ends too early
   */
  static String of(String entry, BoxBytes boxes) throws DamagedBoxException {
    while (boxes.hasBox()) {
      BoxBytes box = boxes.box();
      switch (box.type()) {
        case "avcC" -> {
          return avc(entry, box);
        }
        case "hvcC" -> {
          return hevc(entry, box);
        }
        case "av1C" -> {
          return av1(entry, box);
        }
        case "esds" -> {
          return mpeg4(entry, box);
        }
        default -> {}
      }
    }
    return switch (entry) {
      case "Opus" -> "opus";
      case "fLaC" -> "flac";
      default -> entry;
    };
  }

  /** Profile, constraints and level. */
  private static String avc(String entry, BoxBytes config) throws DamagedBoxException {
    config.skip(1);
    return String.format(
        Locale.ROOT, "%s.%02x%02x%02x", entry, config.u8(), config.u8(), config.u8());
  }

  private static String hevc(String entry, BoxBytes config) throws DamagedBoxException {
    config.skip(1);
    int profile = config.u8();
    int compatible = Integer.reverse((int) config.u32());
    StringBuilder constraints = new StringBuilder();
    StringBuilder zeros = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      int constraint = config.u8();
      zeros.append(String.format(Locale.ROOT, ".%X", constraint));
      if (constraint != 0) {
        constraints.append(zeros);
        zeros.setLength(0);
      }
    }
    int space = profile >> 6;
    return String.format(
        Locale.ROOT,
        "%s.%s%d.%X.%s%d%s",
        entry,
        space == 0 ? "" : Character.toString('A' + space - 1),
        profile & 0x1f,
        compatible,
        (profile & 0x20) == 0 ? "L" : "H",
        config.u8(),
        constraints);
  }

  private static String av1(String entry, BoxBytes config) throws DamagedBoxException {
    config.skip(1);
    int profile = config.u8();
    int depth = config.u8();
    int bits = (depth & 0x40) == 0 ? 8 : (depth & 0x20) == 0 ? 10 : 12;
    return String.format(
        Locale.ROOT,
        "%s.%d.%02d%s.%02d",
        entry,
        profile >> 5,
        profile & 0x1f,
        (depth & 0x80) == 0 ? "M" : "H",
        bits);
  }

  /** Kind of the stream, and for AAC kind of the object. */
  private static String mpeg4(String entry, BoxBytes config) throws DamagedBoxException {
    config.skip(4);
    if (config.u8() != ES_DESCRIPTOR) {
      return entry;
    }
    length(config);
    config.skip(2);
    int flags = config.u8();
    config.skip((flags & 0x80) == 0 ? 0 : 2);
    config.skip((flags & 0x40) == 0 ? 0 : config.u8());
    config.skip((flags & 0x20) == 0 ? 0 : 2);
    if (config.u8() != DECODER_DESCRIPTOR) {
      return entry;
    }
    length(config);
    int kind = config.u8();
    config.skip(12);
    if (kind != AAC || config.remaining() == 0 || config.u8() != SPECIFIC_DESCRIPTOR) {
      return String.format(Locale.ROOT, "%s.%02X", entry, kind);
    }
    length(config);
    int first = config.u8();
    int object = first >> 3;
    if (object == 31) {
      object = 32 + ((first & 7) << 3 | config.u8() >> 5);
    }
    return String.format(Locale.ROOT, "%s.%02X.%d", entry, kind, object);
  }

  /** Reads over the length of a descriptor: up to four bytes with seven bits each. */
  private static void length(BoxBytes config) throws DamagedBoxException {
    int bytes = 1;
    while ((config.u8() & 0x80) != 0 && bytes < 4) {
      bytes++;
    }
  }
}
