package sluice.video.mux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** The configuration of H.265, as FFmpeg's decoder judges it. */
final class HevcConfiguration {
  private HevcConfiguration() {}

  /**
   * Whether its parameter sets can be read to their ends. FFmpeg's muxer doesn't look: with sets
   * that are cut short it counts to 2^32 again and again, for minutes.
   */
  static boolean isWhole(AVCodecParameters parameters) {
    AVCodec decoder = avcodec_find_decoder(AV_CODEC_ID_HEVC);
    AVCodecContext context = MuxFailure.allocated(avcodec_alloc_context3(decoder));
    try {
      ExtraData.copy(parameters, context);
      context.err_recognition(AV_EF_EXPLODE).thread_count(1);
      return avcodec_open2(context, decoder, (AVDictionary) null) >= 0;
    } finally {
      avcodec_free_context(context);
    }
  }
}
