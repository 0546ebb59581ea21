package sluice.video.demux;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * The parameters of one elementary stream of an input, as a muxer or a decoder needs them.
 *
 * @param index what {@link Packet#streamIndex} says for its packets
 * @param kind what it carries
 * @param codec FFmpeg's name of the codec, such as {@code h264}
 * @param timeBaseNumerator of the unit of its timestamps, in seconds
 * @param timeBaseDenominator of that unit
 * @param parameters FFmpeg's codec parameters with the configuration of the codec (extradata);
 *     borrowed from the demuxer, never to be freed, for use within {@code sluice.video}
 */
public record PacketStream(
    int index,
    Kind kind,
    String codec,
    int timeBaseNumerator,
    int timeBaseDenominator,
    AVCodecParameters parameters) {

  /** What a stream carries. */
  public enum Kind {
    /** Pictures. */
    VIDEO,
    /** Sound. */
    AUDIO
  }

  static PacketStream of(AVStream stream) {
    AVCodecParameters parameters = stream.codecpar();
    return new PacketStream(
        stream.index(),
        parameters.codec_type() == AVMEDIA_TYPE_VIDEO ? Kind.VIDEO : Kind.AUDIO,
        avcodec_get_name(parameters.codec_id()).getString(),
        stream.time_base().num(),
        stream.time_base().den(),
        parameters);
  }

  /** Samples of sound a second; 0 where unknown. */
  public int sampleRate() {
    return parameters.sample_rate();
  }

  /** Channels of sound; 0 where unknown. */
  public int channels() {
    return parameters.ch_layout().nb_channels();
  }

  /** A timestamp or duration of this stream in seconds. */
  public double seconds(long ticks) {
    return (double) ticks * timeBaseNumerator / timeBaseDenominator;
  }
}
