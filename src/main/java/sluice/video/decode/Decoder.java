package sluice.video.decode;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import sluice.core.DecodeMode;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;
import sluice.video.demux.PacketTap;
import sluice.video.ffmpeg.FfmpegErrorText;

/**
 * Decodes the pictures of one file, address or device, in order; none is left out but by {@link
 * #serve}.
 *
 * <p>Owned by the thread that opened it: no other may call it, not even to close it. To end a call
 * that waits, let the {@code cancelled} that it was opened with say true: FFmpeg asks it on that
 * same thread, about ten times a second while it waits for the network, so it must be quick and
 * must not throw. (A disk that hangs, and the look-up of a host's name, can't be interrupted.)
 * Pictures are references: they stay valid after this decoder is closed, and may be closed on any
 * thread.
 *
 * <p>Limits: interlaced pictures come as they are coded. Where an MPEG-2 stream changes its size,
 * FFmpeg's decoder loses the last picture before the change.
 */
public final class Decoder implements VideoDecoder {
  private final PictureReader reader;
  private final StreamInfo info;
  private @Nullable DecodedPicture first;
  private boolean closed;

  private Decoder(PictureReader reader, DecodedPicture first) {
    this.reader = reader;
    this.first = first;
    this.info = reader.header().with(first.picture());
  }

  /**
   * Opens an input and decodes its first picture, so that what {@link #info} says can be believed.
   * {@link #next} gives that picture.
   *
   * @param settings what to open, and what is allowed on the way
   * @param cancelled whether to give up, see above
   * @throws SluiceException {@link ErrorCode#INPUT} when it can't be opened in time, is cancelled,
   *     or holds no picture that can be decoded; the text names the input without secrets. {@link
   *     sluice.core.UnsupportedSourceException} when that can't change
   */
  public static Decoder open(DecoderSettings settings, BooleanSupplier cancelled) {
    return open(settings, cancelled, List.of());
  }

  /**
   * The same with consumers of the compressed packets, which see each packet before it is decoded.
   *
   * @param taps called on the calling thread, while {@link #open}, {@link #next} and {@link #close}
   *     run
   */
  public static Decoder open(
      DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
    return open(settings, cancelled, taps, null);
  }

  /**
   * The same with pictures in memory of the caller's, as far as it has room and the codec can use
   * it; the others lie in FFmpeg's own.
   *
   * @param memory outlives the decoder and its pictures; null for FFmpeg's
   */
  public static Decoder open(
      DecoderSettings settings,
      BooleanSupplier cancelled,
      List<PacketTap> taps,
      @Nullable FrameMemory memory) {
    try (FfmpegErrorText _ = FfmpegErrorText.keep()) {
      return openInput(settings, cancelled, taps, memory);
    }
  }

  private static Decoder openInput(
      DecoderSettings settings,
      BooleanSupplier cancelled,
      List<PacketTap> taps,
      @Nullable FrameMemory memory) {
    Demuxer demuxer = Demuxer.open(settings, cancelled, taps);
    PictureReader reader;
    try {
      reader = new PictureReader(settings, demuxer, memory);
    } catch (RuntimeException | Error e) {
      demuxer.close();
      throw e;
    }
    try {
      DecodedPicture first = reader.next();
      if (first == null) {
        throw demuxer.noPicture();
      }
      demuxer.opened();
      return new Decoder(reader, first);
    } catch (RuntimeException | Error e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public StreamInfo info() {
    return info;
  }

  @Override
  public @Nullable DecodedPicture next() {
    if (closed) {
      throw new IllegalStateException("the decoder is closed");
    }
    DecodedPicture held = first;
    if (held != null) {
      first = null;
      return held;
    }
    return reader.next();
  }

  @Override
  public void serve(PictureDemand demand) {
    reader.serve(demand);
  }

  @Override
  public DecodeMode mode() {
    return reader.mode();
  }

  @Override
  public long undecoded() {
    return reader.undecoded();
  }

  @Override
  public long damagedPackets() {
    return reader.damaged();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (first != null) {
      first.picture().close();
      first = null;
    }
    reader.close();
    // Pools of pictures are gone now: without this a source that is opened again and again leaves
    // the allocator's arenas as large as
    // their greatest moment.
    Pointer.trimMemory();
  }
}
