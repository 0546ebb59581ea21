package sluice.video.decode;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import sluice.core.Picture;
import sluice.core.TransportProtocol;
import sluice.video.demux.Demuxer;

/**
 * What a header says of its pictures. Headers err: nothing may depend on these figures but
 * estimates.
 *
 * @param codec FFmpeg's name of the codec
 * @param frameRate pictures a second, 0 where unknown
 * @param durationNanos -1 where unknown
 * @param frames -1 where unknown
 * @param tickNumerator of the unit of the input's clock, times 10^9
 * @param tickDenominator of that unit
 * @param clock whether the input says when its pictures are due
 * @param transport how its packets travel; absent for files and devices
 */
record StreamHeader(
    String codec,
    double frameRate,
    long durationNanos,
    long frames,
    long tickNumerator,
    long tickDenominator,
    boolean clock,
    Optional<TransportProtocol> transport) {

  private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MICROS = TimeUnit.SECONDS.toMicros(1);

  /** A greater figure is the unit of a clock rather than a rate. */
  private static final double FASTEST = 1000;

  private static final long USUAL_PICTURE_NANOS = NANOS / 25;

  /**
   * Reads the header of an opened input.
   *
   * @param believed whether times and rate are used; otherwise FFmpeg made them up
   */
  static StreamHeader of(Demuxer demuxer, boolean believed) {
    AVFormatContext context = demuxer.context();
    AVStream stream = demuxer.stream();
    AVRational unit = stream.time_base();
    long tick = unit.num() * NANOS;
    double rate = believed ? rate(av_guess_frame_rate(context, stream, (AVFrame) null)) : 0;
    long duration = duration(context, stream, tick, unit.den());
    return new StreamHeader(
        avcodec_get_name(stream.codecpar().codec_id()).getString(),
        rate,
        duration,
        frames(stream.nb_frames(), duration, rate),
        tick,
        unit.den(),
        demuxer.hasClock(),
        demuxer.transport());
  }

  /** A time of the input's clock in nanoseconds. */
  long nanos(long timestamp) {
    return timestamp == AV_NOPTS_VALUE
        ? MediaClock.UNKNOWN
        : av_rescale(timestamp, tickNumerator, tickDenominator);
  }

  /** How long a picture lasts, as far as that is known. */
  long pictureNanos() {
    return frameRate > 0 ? Math.round(NANOS / frameRate) : USUAL_PICTURE_NANOS;
  }

  StreamInfo with(Picture first) {
    return new StreamInfo(
        first.displaySize(),
        frameRate,
        durationNanos,
        frames,
        codec,
        first.orientation(),
        first.pixelAspect(),
        clock,
        transport);
  }

  private static double rate(AVRational rate) {
    double value = rate.den() == 0 ? 0 : (double) rate.num() / rate.den();
    return value > 0 && value <= FASTEST ? value : 0;
  }

  private static long duration(AVFormatContext context, AVStream stream, long tick, long unit) {
    if (stream.duration() > 0 && stream.duration() != AV_NOPTS_VALUE) {
      return av_rescale(stream.duration(), tick, unit);
    }
    boolean known = context.duration() > 0 && context.duration() != AV_NOPTS_VALUE;
    return known ? av_rescale(context.duration(), NANOS, MICROS) : -1;
  }

  private static long frames(long counted, long duration, double rate) {
    if (counted > 0) {
      return counted;
    }
    return duration > 0 && rate > 0 ? Math.round(duration * rate / NANOS) : -1;
  }
}
