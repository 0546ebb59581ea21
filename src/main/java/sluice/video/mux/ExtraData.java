package sluice.video.mux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import java.lang.foreign.ValueLayout;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;
import sluice.video.ffmpeg.NativeAddress;

/** Configurations of codecs as FFmpeg keeps them, as arrays of the heap. */
final class ExtraData {
  private ExtraData() {}

  /** The configuration in a stream's parameters; empty where there is none. */
  static byte[] of(AVCodecParameters parameters) {
    return copy(parameters.extradata(), parameters.extradata_size());
  }

  /** The configuration that holds from a packet on, where it brings one; else empty. */
  static byte[] of(AVPacket packet) {
    if (packet.side_data_elems() == 0) {
      return new byte[0];
    }
    try (SizeTPointer size = new SizeTPointer(1)) {
      BytePointer data = av_packet_get_side_data(packet, AV_PKT_DATA_NEW_EXTRADATA, size);
      return copy(data, data == null ? 0 : size.get());
    }
  }

  private static byte[] copy(@Nullable BytePointer data, long size) {
    return data == null || data.isNull() || size <= 0
        ? new byte[0]
        : NativeAddress.segment(data, size).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Replaces the configuration in parameters that are the caller's; none where it is empty. */
  static void replace(AVCodecParameters parameters, byte[] configuration) {
    BytePointer fresh = configuration.length == 0 ? null : padded(configuration);
    av_free(parameters.extradata());
    parameters.extradata(fresh).extradata_size(configuration.length);
  }

  /** Gives a codec's context the configuration in parameters; freed with the context. */
  static void copy(AVCodecParameters from, AVCodecContext to) {
    byte[] configuration = of(from);
    if (configuration.length > 0) {
      to.extradata(padded(configuration)).extradata_size(configuration.length);
    }
  }

  private static BytePointer padded(byte[] configuration) {
    long size = (long) configuration.length + AV_INPUT_BUFFER_PADDING_SIZE;
    return new BytePointer(MuxFailure.allocated(av_mallocz(size)))
        .put(configuration, 0, configuration.length);
  }
}
