package sluice.video.decode;

import org.jspecify.annotations.Nullable;
import sluice.core.DecodeMode;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/**
 * The pictures of one opened input, in order, wherever they are decoded; none is left out but by
 * {@link #serve}. Owned by the thread that opened it: no other may call it, not even to close it.
 * Pictures are references: they stay valid after this decoder is closed, and may be closed on any
 * thread.
 */
public interface VideoDecoder extends AutoCloseable {

  /** What the input says of itself. */
  StreamInfo info();

  /**
   * The next picture, waiting for it.
   *
   * @return null at the end of the input, and again after it
   * @throws SluiceException {@link ErrorCode#INPUT} when the input broke off, stayed silent for too
   *     long, or was cancelled; that is never reported as an end. The decoder can only be closed
   *     then
   * @throws IllegalStateException after {@link #close}
   */
  @Nullable DecodedPicture next();

  /**
   * From now on {@link #next} gives the wanted pictures only, as soon as the source is known to
   * allow that, and the others aren't decoded unless those need them. What it gives is bit for bit
   * what it would give otherwise. To be called once.
   *
   * @param demand is asked on the thread that calls {@link #next}
   */
  void serve(PictureDemand demand);

  /** How much is decoded now; of that which is not, damage is not seen. */
  DecodeMode mode();

  /** Pictures so far that were not decoded, for nothing that is wanted needs them. */
  long undecoded();

  /** What could not be decoded, or only with visible damage, so far. */
  long damagedPackets();

  /**
   * Frees the decoder and leaves the network; pictures that were handed out stay. Closing twice
   * does nothing.
   */
  @Override
  void close();
}
