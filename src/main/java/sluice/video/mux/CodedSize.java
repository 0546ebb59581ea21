package sluice.video.mux;

import static org.bytedeco.ffmpeg.avcodec.AVCodecParserContext.PARSER_FLAG_COMPLETE_FRAMES;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_close;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_parse2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The size of coded pictures.
 *
 * @param width pixels
 * @param height pixels
 */
record CodedSize(int width, int height) {

  /** As a key frame says it, with the parameter sets before it or in a codec's parameters. */
  static Optional<CodedSize> of(AVCodecParameters parameters, AVPacket keyFrame) {
    AVCodecParserContext parser = av_parser_init(parameters.codec_id());
    if (parser == null || parser.isNull()) {
      return Optional.empty();
    }
    AVCodecContext codec = avcodec_alloc_context3(null);
    try (PointerPointer<BytePointer> unit = new PointerPointer<>(1);
        IntPointer size = new IntPointer(1)) {
      codec.codec_id(parameters.codec_id());
      ExtraData.copy(parameters, codec);
      parser.flags(parser.flags() | PARSER_FLAG_COMPLETE_FRAMES);
      av_parser_parse2(
          parser,
          codec,
          unit,
          size,
          keyFrame.data(),
          keyFrame.size(),
          AV_NOPTS_VALUE,
          AV_NOPTS_VALUE,
          0);
      return parser.width() > 0 && parser.height() > 0
          ? Optional.of(new CodedSize(parser.width(), parser.height()))
          : Optional.empty();
    } finally {
      avcodec_free_context(codec);
      av_parser_close(parser);
    }
  }
}
