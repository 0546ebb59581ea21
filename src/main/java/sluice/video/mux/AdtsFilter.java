package sluice.video.mux;

import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_get_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_bsf_send_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;

import org.bytedeco.ffmpeg.avcodec.AVBSFContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Takes the headers off AAC that comes as ADTS, as in MPEG-TS, and tells the configuration that
 * they hold: MP4 has it once for all. One thread.
 */
final class AdtsFilter implements AutoCloseable {
  private static final String ACTION = "record the sound";

  private final AVBSFContext context = new AVBSFContext(null);

  /** A filter for a stream whose parameters have no configuration; copies them. */
  AdtsFilter(AVCodecParameters parameters) {
    MuxFailure.check(av_bsf_alloc(av_bsf_get_by_name("aac_adtstoasc"), context), ACTION);
    try {
      MuxFailure.check(avcodec_parameters_copy(context.par_in(), parameters), ACTION);
      MuxFailure.check(av_bsf_init(context), ACTION);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Replaces a packet by the filtered one.
   *
   * @return false where it isn't what it should be; the packet is empty then
   */
  boolean filter(AVPacket packet) {
    return av_bsf_send_packet(context, packet) >= 0 && av_bsf_receive_packet(context, packet) >= 0;
  }

  @Override
  public void close() {
    av_bsf_free(context);
  }
}
