package sluice.video.decode;

import java.util.List;
import java.util.function.BooleanSupplier;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;
import sluice.video.demux.PacketInput;
import sluice.video.demux.PacketTap;
import sluice.video.ffmpeg.FfmpegErrorText;

/** Opens inputs, in this process or in others; from any thread. */
public interface InputOpener {

  /** In this process. */
  InputOpener IN_PROCESS =
      new InputOpener() {
        @Override
        public VideoDecoder pictures(
            DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
          return Decoder.open(settings, cancelled, taps);
        }

        @Override
        public PacketInput packets(
            DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
          try (FfmpegErrorText _ = FfmpegErrorText.keep()) {
            Demuxer demuxer = Demuxer.open(settings, cancelled, taps);
            demuxer.opened();
            return demuxer;
          }
        }
      };

  /**
   * Opens an input and decodes its first picture, so that what {@link VideoDecoder#info} says can
   * be believed. {@link VideoDecoder#next} gives that picture.
   *
   * @param settings what to open, and what is allowed on the way
   * @param cancelled whether to give up; asked while calls wait, on any thread, some ten times a
   *     second, so it must be quick and must not throw
   * @param taps consumers of the compressed packets; called on the calling thread, while this and
   *     methods of the decoder run
   * @throws SluiceException {@link ErrorCode#INPUT} when it can't be opened in time, is cancelled,
   *     or holds no picture that can be decoded; the text names the input without secrets. {@link
   *     sluice.core.UnsupportedSourceException} when that can't change, {@link
   *     sluice.video.demux.RedirectedException} when a server redirects
   */
  VideoDecoder pictures(DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps);

  /** The same without decoding anything: only taps see what is read. */
  PacketInput packets(DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps);
}
