package sluice.video.isolation.protocol;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import sluice.video.demux.PacketStream;

/**
 * A stream of an input in another process: owns the codec parameters that its {@link PacketStream}
 * lends. Closed once, when nobody uses that any more.
 */
public final class RemoteStream implements AutoCloseable {
  private final PacketStream stream;

  private RemoteStream(PacketStream stream) {
    this.stream = stream;
  }

  /**
   * The stream that is told.
   *
   * @throws ProtocolException where it is told what can't be
   */
  public static RemoteStream of(StreamParameters told) {
    AVCodecParameters parameters = avcodec_parameters_alloc();
    if (parameters == null) {
      throw new OutOfMemoryError("FFmpeg has no memory for a stream");
    }
    try {
      CodecParameters.fill(told, parameters);
      return new RemoteStream(
          new PacketStream(
              told.index(),
              told.kind(),
              avcodec_get_name(parameters.codec_id()).getString(),
              told.timeBaseNumerator(),
              told.timeBaseDenominator(),
              parameters));
    } catch (RuntimeException | Error e) {
      avcodec_parameters_free(parameters);
      throw e;
    }
  }

  /** The stream; its parameters are valid until {@link #close}. */
  public PacketStream stream() {
    return stream;
  }

  /** Frees the parameters. */
  @Override
  public void close() {
    avcodec_parameters_free(stream.parameters());
  }
}
