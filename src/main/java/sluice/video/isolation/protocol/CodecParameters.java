package sluice.video.isolation.protocol;

import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_CONTENT_LIGHT_LEVEL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_CPB_PROPERTIES;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_MASTERING_DISPLAY_METADATA;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_new_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_new;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_type;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_NATIVE;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
import static org.bytedeco.ffmpeg.global.avutil.av_get_sample_fmt_name;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCPBProperties;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVContentLightMetadata;
import org.bytedeco.ffmpeg.avutil.AVMasteringDisplayMetadata;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.ffmpeg.NativeAddress;
import sluice.video.isolation.protocol.StreamParameters.SideData;

/** Between FFmpeg's codec parameters and plain values. */
public final class CodecParameters {
  private static final int MOST_RATE = 1_000_000;
  private static final int MOST_CHANNELS = 63;
  private static final int MOST_TAG = 255;

  /** An unknown profile or level is below 0. */
  private static final int UNKNOWN = -99;

  private static final int MATRIX_BYTES = 9 * Integer.BYTES;

  /**
   * The side data that is told, each of one size: muxers read them as structures, without looking
   * how long they are.
   */
  private static final Map<Integer, Integer> SIDE_DATA_BYTES =
      Map.of(
          AV_PKT_DATA_DISPLAYMATRIX, MATRIX_BYTES,
          AV_PKT_DATA_CPB_PROPERTIES, sizeof(new AVCPBProperties()),
          AV_PKT_DATA_CONTENT_LIGHT_LEVEL, sizeof(new AVContentLightMetadata(null)),
          AV_PKT_DATA_MASTERING_DISPLAY_METADATA, sizeof(new AVMasteringDisplayMetadata(null)));

  private CodecParameters() {}

  private static int sizeof(Pointer structure) {
    try (structure) {
      return structure.sizeof();
    }
  }

  /** The plain values of a stream; a configuration that is too long is left out. */
  public static StreamParameters of(PacketStream stream) {
    AVCodecParameters from = stream.parameters();
    return new StreamParameters(
        stream.index(),
        stream.kind(),
        stream.timeBaseNumerator(),
        stream.timeBaseDenominator(),
        numbers(from),
        extradata(from),
        sideData(from));
  }

  /**
   * The configuration that a packet brings; empty where it brings none, or one that is too long.
   */
  public static byte[] configuration(Packet packet) {
    AVPacket from = packet.avPacket();
    if (from.side_data_elems() == 0) {
      return new byte[0];
    }
    try (SizeTPointer size = new SizeTPointer(1)) {
      BytePointer data = av_packet_get_side_data(from, AV_PKT_DATA_NEW_EXTRADATA, size);
      return data == null || data.isNull() || size.get() > Limits.PARAMETER_BYTES
          ? new byte[0]
          : NativeAddress.segment(data, size.get()).toArray(ValueLayout.JAVA_BYTE);
    }
  }

  /**
   * Lets a packet bring a configuration.
   *
   * @param to without side data
   */
  public static void bring(byte[] configuration, AVPacket to) {
    BytePointer data = av_packet_new_side_data(to, AV_PKT_DATA_NEW_EXTRADATA, configuration.length);
    if (data == null) {
      throw new OutOfMemoryError("FFmpeg has no memory for side data");
    }
    copy(configuration, data);
  }

  private static long[] numbers(AVCodecParameters from) {
    AVChannelLayout channels = from.ch_layout();
    return new long[] {
      from.codec_type(),
      from.codec_id(),
      from.codec_tag(),
      from.format(),
      Math.clamp(from.bit_rate(), 0, Integer.MAX_VALUE),
      from.bits_per_coded_sample(),
      from.bits_per_raw_sample(),
      from.profile(),
      from.level(),
      from.width(),
      from.height(),
      Math.max(0, from.sample_aspect_ratio().num()),
      Math.max(0, from.sample_aspect_ratio().den()),
      Math.max(0, from.framerate().num()),
      Math.max(0, from.framerate().den()),
      from.field_order(),
      from.color_range(),
      from.color_primaries(),
      from.color_trc(),
      from.color_space(),
      from.chroma_location(),
      from.video_delay(),
      from.sample_rate(),
      channels.nb_channels(),
      channels.order() == AV_CHANNEL_ORDER_NATIVE ? channels.u_mask() : 0,
      from.frame_size(),
      from.block_align(),
      from.initial_padding(),
      from.trailing_padding(),
      from.seek_preroll()
    };
  }

  private static byte[] extradata(AVCodecParameters from) {
    int bytes = from.extradata_size();
    return bytes <= 0 || bytes > Limits.PARAMETER_BYTES
        ? new byte[0]
        : NativeAddress.segment(from.extradata(), bytes).toArray(ValueLayout.JAVA_BYTE);
  }

  private static List<SideData> sideData(AVCodecParameters from) {
    List<SideData> pieces = new ArrayList<>();
    for (int i = 0; i < from.nb_coded_side_data(); i++) {
      AVPacketSideData piece = from.coded_side_data().getPointer(i);
      Integer bytes = SIDE_DATA_BYTES.get(piece.type());
      if (bytes != null && piece.size() == bytes) {
        MemorySegment data = NativeAddress.segment(piece.data(), bytes);
        pieces.add(new SideData(piece.type(), data.toArray(ValueLayout.JAVA_BYTE)));
      }
    }
    return pieces;
  }

  /**
   * Fills codec parameters.
   *
   * @param to fresh; stays the caller's, also when this throws
   * @throws ProtocolException where a value can't be
   */
  static void fill(StreamParameters from, AVCodecParameters to) {
    Numbers numbers = new Numbers(from.numbers());
    int type = numbers.next("the type of a stream", -1, MOST_TAG);
    boolean video = from.kind() == PacketStream.Kind.VIDEO;
    if (type != (video ? AVMEDIA_TYPE_VIDEO : AVMEDIA_TYPE_AUDIO)) {
      throw new ProtocolException("a stream's type is " + type + ", which is not its kind");
    }
    int codec = numbers.next("a codec", 0, Integer.MAX_VALUE);
    if (codec != 0 && (avcodec_descriptor_get(codec) == null || avcodec_get_type(codec) != type)) {
      throw new ProtocolException("there is no codec " + codec + " of a stream's kind");
    }
    to.codec_type(type).codec_id(codec);
    to.codec_tag(numbers.nextInt("a codec's tag"));
    to.format(format(numbers.nextInt("a format"), video));
    to.bit_rate(numbers.nextLong("the bits a second", 0, Integer.MAX_VALUE));
    to.bits_per_coded_sample(numbers.next("the bits of a sample", 0, MOST_TAG));
    to.bits_per_raw_sample(numbers.next("the bits of a sample", 0, MOST_TAG));
    to.profile(numbers.next("a profile", UNKNOWN, Integer.MAX_VALUE));
    to.level(numbers.next("a level", UNKNOWN, Integer.MAX_VALUE));
    to.width(numbers.next("the width", 0, Limits.SIDE));
    to.height(numbers.next("the height", 0, Limits.SIDE));
    to.sample_aspect_ratio()
        .num(numbers.next("an aspect", 0, Integer.MAX_VALUE))
        .den(numbers.next("an aspect", 0, Integer.MAX_VALUE));
    to.framerate()
        .num(numbers.next("a rate", 0, Integer.MAX_VALUE))
        .den(numbers.next("a rate", 0, Integer.MAX_VALUE));
    to.field_order(numbers.next("the order of fields", 0, MOST_TAG));
    to.color_range(numbers.next("the colours' range", 0, MOST_TAG));
    to.color_primaries(numbers.next("the primaries", 0, MOST_TAG));
    to.color_trc(numbers.next("the transfer", 0, MOST_TAG));
    to.color_space(numbers.next("the colours' matrix", 0, MOST_TAG));
    to.chroma_location(numbers.next("where chroma is", 0, MOST_TAG));
    to.video_delay(numbers.next("the delay", 0, MOST_TAG));
    to.sample_rate(numbers.next("the rate of samples", 0, MOST_RATE));
    int channels = numbers.next("the channels", 0, MOST_CHANNELS);
    channels(to.ch_layout(), channels, numbers.nextLong("the channels' places", 0, Long.MAX_VALUE));
    to.frame_size(numbers.next("the samples of a packet", 0, MOST_RATE));
    to.block_align(numbers.next("the bytes of a block", 0, Limits.MESSAGE_BYTES));
    to.initial_padding(numbers.next("the padding", 0, MOST_RATE));
    to.trailing_padding(numbers.next("the padding", 0, MOST_RATE));
    to.seek_preroll(numbers.next("the pre-roll", 0, MOST_RATE));
    fillExtradata(from.extradata(), to);
    fillSideData(from.sideData(), to);
  }

  private static int format(int format, boolean video) {
    boolean known =
        format == -1
            || (video
                ? av_pix_fmt_desc_get(format) != null
                : av_get_sample_fmt_name(format) != null);
    if (!known) {
      throw new ProtocolException("there is no format " + format);
    }
    return format;
  }

  private static void channels(AVChannelLayout layout, int channels, long mask) {
    if (mask != 0 && Long.bitCount(mask) != channels) {
      throw new ProtocolException("there are not " + channels + " places of channels");
    }
    layout
        .order(mask == 0 ? AV_CHANNEL_ORDER_UNSPEC : AV_CHANNEL_ORDER_NATIVE)
        .nb_channels(channels)
        .u_mask(mask);
  }

  private static void fillExtradata(byte[] bytes, AVCodecParameters to) {
    if (bytes.length == 0) {
      return;
    }
    ProtocolException.within("a codec's configuration", bytes.length, 1, Limits.PARAMETER_BYTES);
    Pointer memory = av_mallocz((long) bytes.length + AV_INPUT_BUFFER_PADDING_SIZE);
    if (memory == null) {
      throw new OutOfMemoryError("FFmpeg has no memory for a codec's configuration");
    }
    copy(bytes, memory);
    to.extradata(new BytePointer(memory)).extradata_size(bytes.length);
  }

  private static void fillSideData(List<SideData> pieces, AVCodecParameters to) {
    try (PointerPointer<AVPacketSideData> list = new PointerPointer<>(1);
        IntPointer count = new IntPointer(1)) {
      list.put(0, to.coded_side_data());
      count.put(0);
      for (SideData piece : pieces) {
        Integer bytes = SIDE_DATA_BYTES.get(piece.type());
        if (bytes == null || bytes != piece.data().length) {
          throw new ProtocolException("side data of " + piece.type() + " can't be so long");
        }
        AVPacketSideData made = av_packet_side_data_new(list, count, piece.type(), bytes, 0);
        if (made == null) {
          throw new OutOfMemoryError("FFmpeg has no memory for side data");
        }
        copy(piece.data(), made.data());
        to.coded_side_data(new AVPacketSideData(list.get(0)));
        to.nb_coded_side_data(count.get());
      }
    }
  }

  private static void copy(byte[] from, Pointer to) {
    MemorySegment.copy(
        from, 0, NativeAddress.segment(to, from.length), ValueLayout.JAVA_BYTE, 0, from.length);
  }

  /** Takes numbers one by one, each within its range. */
  private static final class Numbers {
    private final long[] numbers;
    private int at;

    Numbers(long[] numbers) {
      this.numbers = numbers;
    }

    long nextLong(String what, long least, long most) {
      return ProtocolException.within(what, numbers[at++], least, most);
    }

    int next(String what, int least, int most) {
      return (int) nextLong(what, least, most);
    }

    int nextInt(String what) {
      return next(what, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
  }
}
