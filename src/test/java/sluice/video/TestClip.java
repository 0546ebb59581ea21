package sluice.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;
import static org.bytedeco.ffmpeg.global.swscale.*;

import java.nio.file.Path;
import java.util.function.IntToLongFunction;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import sluice.core.PixelAspect;
import sluice.video.decode.Decoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.ffmpeg.FfmpegErrorText;
import sluice.video.image.Scaler;

/**
 * Writes small clips with FFmpeg's own encoders. Unless told otherwise, picture n carries n in its
 * pixels (see {@link FrameNumber}), so that a picture that is missing, doubled or out of order
 * shows.
 */
public final class TestClip {
  private static final int SOUND_RATE = 8000;

  /** The colour of a pixel of picture n, as 0xRRGGBB. */
  @FunctionalInterface
  public interface Painter {
    int color(int n, int x, int y);
  }

  private int width = 96;
  private int height = 64;
  private int rate = 25;
  private String codec = "mpeg4";
  private String format = "yuv420p";
  private int bFrames;
  private int gop = 12;
  private int bitRate = 2_000_000;
  private int rotation;
  private int matrixTag = AVCOL_SPC_UNSPECIFIED;
  private PixelAspect aspect = PixelAspect.SQUARE;
  private boolean sound;
  private int rangeTag = AVCOL_RANGE_UNSPECIFIED;
  private int matrix = SWS_CS_ITU601;
  private boolean fullRange;
  private @Nullable IntToLongFunction millis;
  private Painter painter = (n, x, y) -> FrameNumber.color(n, x, y, width, height);

  /** Width and height in pixels. */
  public TestClip size(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    return this;
  }

  /** Pictures a second. */
  public TestClip rate(int newRate) {
    rate = newRate;
    return this;
  }

  /** FFmpeg's names of encoder and pixel format. */
  public TestClip coded(String newCodec, String newFormat) {
    codec = newCodec;
    format = newFormat;
    return this;
  }

  public TestClip bFrames(int number) {
    bFrames = number;
    return this;
  }

  /** Pictures from one key frame to the next. */
  public TestClip gop(int pictures) {
    gop = pictures;
    return this;
  }

  /** Bits a second that the encoder is to aim at. */
  public TestClip bitRate(int bits) {
    bitRate = bits;
    return this;
  }

  /** A second stream beside the video: silence as PCM, a packet for each picture. */
  public TestClip withSound() {
    sound = true;
    return this;
  }

  /** A rotation tag, degrees clockwise. */
  public TestClip rotated(int degrees) {
    rotation = degrees;
    return this;
  }

  /** The shape of the pixels, in the header of the codec and, where it has room, the container. */
  public TestClip pixels(int horizontal, int vertical) {
    aspect = new PixelAspect(horizontal, vertical);
    return this;
  }

  /** Tags of FFmpeg for colour matrix and range, and what the pixels are really coded with. */
  public TestClip colors(
      int newMatrixTag, int newRangeTag, int swscaleMatrix, boolean newFullRange) {
    matrixTag = newMatrixTag;
    rangeTag = newRangeTag;
    matrix = swscaleMatrix;
    fullRange = newFullRange;
    return this;
  }

  /** The time of picture n in milliseconds, for a variable rate. */
  public TestClip at(IntToLongFunction newMillis) {
    millis = newMillis;
    return this;
  }

  /** What is drawn. */
  public TestClip painted(Painter newPainter) {
    painter = newPainter;
    return this;
  }

  /** Writes pictures 0 to {@code pictures - 1}; the container follows from the file's name. */
  public Path write(Path file, int pictures) {
    AVFormatContext muxer = new AVFormatContext(null);
    check(avformat_alloc_output_context2(muxer, null, null, file.toString()));
    AVIOContext io = new AVIOContext(null);
    boolean opensItself = (muxer.oformat().flags() & AVFMT_NOFILE) != 0;
    if (!opensItself) {
      check(avio_open(io, "file:" + file, AVIO_FLAG_WRITE));
      muxer.pb(io);
    }
    encode(muxer, 0, pictures);
    if (!opensItself) {
      avio_closep(io);
    }
    avformat_free_context(muxer);
    return file;
  }

  /** A decoder of a clip, which the caller closes. */
  public static Decoder decoder(Path file) {
    return Decoder.open(DecoderSettings.file(file), () -> false);
  }

  /** Encodes pictures into an opened muxer, from header to trailer. */
  void encode(AVFormatContext muxer, int from, int pictures) {
    AVCodec encoder = avcodec_find_encoder_by_name(codec);
    AVCodecContext context = avcodec_alloc_context3(encoder);
    AVStream stream = openStream(muxer, encoder, context);
    AVStream silence = sound ? openSound(muxer) : null;
    AVDictionary options = new AVDictionary(null);
    if (muxer.oformat().name().getString().equals("image2")) {
      av_dict_set(options, "update", "1", 0);
    }
    if (muxer.oformat().name().getString().equals("rtp")) {
      muxer.strict_std_compliance(-2); // VP9 over it counts as experimental
    }
    check(avformat_write_header(muxer, options));
    av_dict_free(options);
    AVFrame frame = newFrame();
    for (int n = from; n < from + pictures; n++) {
      if (silence != null) {
        writeSilence(muxer, silence, n - from);
      }
      paint(frame, n);
      frame.pts(millis == null ? n : millis.applyAsLong(n));
      check(avcodec_send_frame(context, frame));
      drain(context, muxer, stream);
    }
    check(avcodec_send_frame(context, (AVFrame) null));
    drain(context, muxer, stream);
    check(av_write_trailer(muxer));
    av_frame_free(frame);
    avcodec_free_context(context);
  }

  private AVStream openStream(AVFormatContext muxer, AVCodec encoder, AVCodecContext context) {
    AVRational tick = new AVRational().num(1).den(millis == null ? rate : 1000);
    context.width(width).height(height).time_base(tick).gop_size(gop).max_b_frames(bFrames);
    context.framerate(new AVRational().num(rate).den(1)).pix_fmt(av_get_pix_fmt(format));
    context.colorspace(matrixTag).color_range(rangeTag).bit_rate(bitRate).thread_count(1);
    context.strict_std_compliance(-1);
    AVRational pixels = new AVRational().num(aspect.horizontal()).den(aspect.vertical());
    context.sample_aspect_ratio(pixels);
    if ((muxer.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
      context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    check(avcodec_open2(context, encoder, (PointerPointer<?>) null));
    AVStream stream = avformat_new_stream(muxer, null);
    check(avcodec_parameters_from_context(stream.codecpar(), context));
    stream.sample_aspect_ratio(pixels).time_base(tick).avg_frame_rate(context.framerate());
    if (rotation != 0) {
      tagRotation(stream);
    }
    return stream;
  }

  private static AVStream openSound(AVFormatContext muxer) {
    AVStream stream = avformat_new_stream(muxer, null);
    stream.codecpar().codec_type(AVMEDIA_TYPE_AUDIO).codec_id(AV_CODEC_ID_PCM_S16LE);
    stream.codecpar().sample_rate(SOUND_RATE).bits_per_coded_sample(16).block_align(2);
    av_channel_layout_default(stream.codecpar().ch_layout(), 1);
    return stream;
  }

  private void writeSilence(AVFormatContext muxer, AVStream stream, int n) {
    AVPacket packet = av_packet_alloc();
    check(av_new_packet(packet, 2 * SOUND_RATE / rate));
    packet.data().limit(packet.size()).fill(0);
    long ticks = (long) stream.time_base().den() / stream.time_base().num() / rate;
    packet.pts(n * ticks).dts(n * ticks).duration(ticks).stream_index(stream.index());
    check(av_write_frame(muxer, packet));
    av_packet_free(packet);
  }

  private void tagRotation(AVStream stream) {
    int bytes = 9 * Integer.BYTES;
    BytePointer data = new BytePointer(av_malloc(bytes));
    av_display_rotation_set(new IntPointer(data), rotation);
    PointerPointer<AVPacketSideData> list = new PointerPointer<>(1);
    list.put(0, stream.codecpar().coded_side_data());
    IntPointer count = new IntPointer(1).put(stream.codecpar().nb_coded_side_data());
    av_packet_side_data_add(list, count, AV_PKT_DATA_DISPLAYMATRIX, data, bytes, 0);
    stream.codecpar().coded_side_data(new AVPacketSideData(list.get(0)));
    stream.codecpar().nb_coded_side_data(count.get());
  }

  private AVFrame newFrame() {
    AVFrame frame = av_frame_alloc();
    frame.width(width).height(height).format(av_get_pix_fmt(format));
    frame.colorspace(matrixTag).color_range(rangeTag);
    frame.sample_aspect_ratio(new AVRational().num(aspect.horizontal()).den(aspect.vertical()));
    check(av_frame_get_buffer(frame, 0));
    return frame;
  }

  private void paint(AVFrame frame, int n) {
    check(av_frame_make_writable(frame));
    BytePointer rgb = new BytePointer(3L * width * height + Scaler.SPARE_BYTES);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int color = painter.color(n, x, y);
        long at = 3L * (y * width + x);
        rgb.put(at, (byte) (color >> 16))
            .put(at + 1, (byte) (color >> 8))
            .put(at + 2, (byte) color);
      }
    }
    SwsContext converter =
        sws_getContext(
            width,
            height,
            AV_PIX_FMT_RGB24,
            width,
            height,
            frame.format(),
            SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP,
            null,
            null,
            (DoublePointer) null);
    IntPointer table = sws_getCoefficients(matrix);
    sws_setColorspaceDetails(converter, table, 1, table, fullRange ? 1 : 0, 0, 1 << 16, 1 << 16);
    PointerPointer<BytePointer> planes = new PointerPointer<>(4);
    planes.put(0, rgb);
    IntPointer strides = new IntPointer(4).put(0, 3 * width);
    sws_scale(converter, planes, strides, 0, height, frame.data(), frame.linesize());
    sws_freeContext(converter);
    rgb.close();
  }

  private static void drain(AVCodecContext context, AVFormatContext muxer, AVStream stream) {
    AVPacket packet = av_packet_alloc();
    while (avcodec_receive_packet(context, packet) >= 0) {
      av_packet_rescale_ts(packet, context.time_base(), stream.time_base());
      packet.stream_index(stream.index());
      check(av_write_frame(muxer, packet));
      av_packet_unref(packet);
    }
    av_packet_free(packet);
  }

  static void check(int result) {
    if (result < 0) {
      throw new IllegalStateException("FFmpeg: " + FfmpegErrorText.of(result));
    }
  }
}
