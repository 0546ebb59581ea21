package sluice.video.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_PROP_INTRA_ONLY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_PROGRESSIVE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_UNKNOWN;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;
import sluice.video.demux.Packet;

/**
 * Reads the role of a packet's picture from the first bytes of its units; nothing is decoded. Where
 * a codec is not known well enough, every role is {@link PictureRole#UNKNOWN}.
 */
final class PictureRoles {
  /** The least that configuration of H.264 or H.265 in a container's own form is long. */
  private static final int LEAST_CONFIGURATION = 7;

  private static final int H265_LENGTH_AT = 21;
  private static final int START_CODE = 3;

  private static final int VOP = 0xB6;
  private static final int VOP_B = 2;

  private enum Syntax {
    H264,
    H265,
    MPEG4,
    INTRA,
    OTHER
  }

  /** Of a stream of which nothing can be told. */
  static final PictureRoles NONE = new PictureRoles(Syntax.OTHER, false, 0);

  private final Syntax syntax;
  private final boolean reordered;

  /** Bytes of the length before each unit; 0 where units follow start codes. */
  private final int lengthBytes;

  private PictureRoles(Syntax syntax, boolean reordered, int lengthBytes) {
    this.syntax = syntax;
    this.reordered = reordered;
    this.lengthBytes = lengthBytes;
  }

  /** The roles in a stream. */
  static PictureRoles of(AVCodecParameters stream) {
    Syntax syntax = syntaxOf(stream);
    return new PictureRoles(syntax, stream.video_delay() > 0, lengthBytes(syntax, stream));
  }

  private static Syntax syntaxOf(AVCodecParameters stream) {
    int fields = stream.field_order();
    if (fields != AV_FIELD_UNKNOWN && fields != AV_FIELD_PROGRESSIVE) {
      return Syntax.OTHER; // two packets may make one picture
    }
    return switch (stream.codec_id()) {
      case AV_CODEC_ID_H264 -> Syntax.H264;
      case AV_CODEC_ID_HEVC -> Syntax.H265;
      case AV_CODEC_ID_MPEG4 -> Syntax.MPEG4;
      default -> isIntraOnly(stream.codec_id()) ? Syntax.INTRA : Syntax.OTHER;
    };
  }

  private static boolean isIntraOnly(int codec) {
    AVCodecDescriptor known = avcodec_descriptor_get(codec);
    return known != null && (known.props() & AV_CODEC_PROP_INTRA_ONLY) != 0;
  }

  private static int lengthBytes(Syntax syntax, AVCodecParameters stream) {
    BytePointer configuration = stream.extradata();
    boolean ownForm =
        configuration != null
            && stream.extradata_size() >= LEAST_CONFIGURATION
            && configuration.get(0) == 1;
    if (!ownForm) {
      return 0;
    }
    return switch (syntax) {
      case H264 -> 1 + (configuration.get(4) & 3);
      case H265 ->
          stream.extradata_size() > H265_LENGTH_AT
              ? 1 + (configuration.get(H265_LENGTH_AT) & 3)
              : 0;
      default -> 0;
    };
  }

  /** Whether roles can be told at all. */
  boolean areKnown() {
    return syntax != Syntax.OTHER;
  }

  /** Whether every picture is decoded from nothing but itself. */
  boolean isIntraOnly() {
    return syntax == Syntax.INTRA;
  }

  /** Whether pictures may be shown in another order than they come in. */
  boolean isReordered() {
    return reordered;
  }

  /** The role of a packet's picture. */
  PictureRole of(Packet packet) {
    if (packet.avPacket().side_data_elems() > 0 && bringsConfiguration(packet)) {
      return PictureRole.UNKNOWN;
    }
    return switch (syntax) {
      case INTRA -> PictureRole.DISPOSABLE;
      case OTHER -> PictureRole.UNKNOWN;
      case H264, H265, MPEG4 -> ofUnits(packet);
    };
  }

  private static boolean bringsConfiguration(Packet packet) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      BytePointer found =
          av_packet_get_side_data(packet.avPacket(), AV_PKT_DATA_NEW_EXTRADATA, size);
      return found != null && !found.isNull();
    }
  }

  private PictureRole ofUnits(Packet packet) {
    MemorySegment data = packet.data();
    PictureRole role = null;
    boolean configuration = false;
    long at = lengthBytes == 0 ? afterStartCode(data, 0) : lengthBytes;
    while (at > 0 && at < data.byteSize()) {
      PictureRole unit = ofUnit(data, at);
      configuration |= unit == PictureRole.UNKNOWN;
      role = together(role, unit);
      if (isEnough(role, unit)) {
        break;
      }
      at = lengthBytes == 0 ? afterStartCode(data, at) : at + length(data, at) + lengthBytes;
    }
    // Parameter sets that come along with anything but a key frame must not be lost.
    return role == null || (configuration && role != PictureRole.KEY) ? PictureRole.UNKNOWN : role;
  }

  /** The first slice of a key frame or of a reference says all; others are looked through. */
  private static boolean isEnough(@Nullable PictureRole role, @Nullable PictureRole unit) {
    return role != null
        && unit == role
        && (role == PictureRole.KEY || role == PictureRole.REFERENCE);
  }

  private static @Nullable PictureRole together(
      @Nullable PictureRole known, @Nullable PictureRole unit) {
    if (unit == null || unit == PictureRole.UNKNOWN) {
      return known;
    }
    return known == null || known == PictureRole.DISPOSABLE ? unit : known;
  }

  /** What a unit says; null where it is no part of a picture, UNKNOWN for configuration. */
  private @Nullable PictureRole ofUnit(MemorySegment data, long at) {
    int head = data.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
    return switch (syntax) {
      case H264 -> ofH264(head);
      case H265 -> ofH265((head >> 1) & 0x3F);
      default -> ofMpeg4(data, at, head);
    };
  }

  private static @Nullable PictureRole ofH264(int head) {
    int type = head & 0x1F;
    return switch (type) {
      case 1 -> (head & 0x60) == 0 ? PictureRole.DISPOSABLE : PictureRole.REFERENCE;
      case 5 -> PictureRole.KEY;
      case 6, 9, 12 -> null;
      default -> PictureRole.UNKNOWN;
    };
  }

  /**
   * Pictures that none of their own temporal layer needs may be needed by a higher one: they count
   * as references.
   */
  private static @Nullable PictureRole ofH265(int type) {
    return switch (type) {
      case 19, 20 -> PictureRole.KEY;
      case 35, 38, 39, 40 -> null;
      default -> type < 32 ? PictureRole.REFERENCE : PictureRole.UNKNOWN;
    };
  }

  private @Nullable PictureRole ofMpeg4(MemorySegment data, long at, int head) {
    if (head != VOP || at + 1 >= data.byteSize()) {
      return null;
    }
    int type = (data.get(ValueLayout.JAVA_BYTE, at + 1) & 0xFF) >> 6;
    boolean another = afterStartCode(data, at, VOP) > 0;
    if (another) {
      return PictureRole.UNKNOWN; // packed: two pictures in one packet
    }
    if (type == VOP_B) {
      return PictureRole.DISPOSABLE;
    }
    return type == 0 && !reordered ? PictureRole.KEY : PictureRole.REFERENCE;
  }

  private static long afterStartCode(MemorySegment data, long from, int value) {
    long at = afterStartCode(data, from);
    while (at > 0 && at < data.byteSize()) {
      if ((data.get(ValueLayout.JAVA_BYTE, at) & 0xFF) == value) {
        return at;
      }
      at = afterStartCode(data, at);
    }
    return -1;
  }

  /** Where the unit behind the next start code begins; -1 where there is none. */
  private static long afterStartCode(MemorySegment data, long from) {
    long end = data.byteSize() - START_CODE;
    for (long i = from; i < end; i++) {
      if ((data.get(ValueLayout.JAVA_BYTE, i + 2) & 0xFE) != 0) {
        i += 2;
      } else if (data.get(ValueLayout.JAVA_BYTE, i) == 0
          && data.get(ValueLayout.JAVA_BYTE, i + 1) == 0
          && data.get(ValueLayout.JAVA_BYTE, i + 2) == 1) {
        return i + START_CODE;
      }
    }
    return -1;
  }

  private long length(MemorySegment data, long unit) {
    long length = 0;
    for (int i = lengthBytes; i > 0; i--) {
      length = (length << Byte.SIZE) | (data.get(ValueLayout.JAVA_BYTE, unit - i) & 0xFF);
    }
    return Math.max(0, length);
  }
}
