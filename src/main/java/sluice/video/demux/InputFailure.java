package sluice.video.demux;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DEMUXER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;

import java.time.Duration;
import java.util.Locale;
import org.bytedeco.ffmpeg.global.avutil;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.TransportChoice;
import sluice.core.UnsupportedSourceException;
import sluice.video.ffmpeg.FfmpegErrorText;
import sluice.video.proxy.InputProxy;

/** Translator of FFmpeg's error codes into messages about an input; never repeats a secret. */
public final class InputFailure {
  /** What FFmpeg logs of that answer; its code says no more than that a protocol is missing. */
  private static final String TRANSPORT_REFUSED = "method SETUP failed: 461";

  private static final String CLOSED = "the other side closed the connection";

  private InputFailure() {}

  /** The input, named as it may be shown, can't be opened or read for the given reason. */
  public static SluiceException because(DecoderSettings settings, String reason) {
    return new SluiceException(ErrorCode.INPUT, settings.displayName() + ": " + reason);
  }

  /**
   * The input could not be opened.
   *
   * @param answered whether content came before that, as far as it is known
   */
  static SluiceException open(DecoderSettings settings, int error, boolean answered) {
    boolean closed = isNetwork(settings) && isClosing(error) && !answered;
    boolean rtsp = InputUrls.withoutTls(settings.location()).equals("rtsp");
    String text = openText(settings, error);
    if (closed || (rtsp && error == AVERROR_INVALIDDATA)) {
      String orElse = closed ? "" : ", or what it answers is not RTSP";
      text = CLOSED + orElse + ffmpegSays("") + "; " + advice(settings);
    }
    String reason = "can't be opened: " + text;
    return isTransportRefused() && settings.transport() != TransportChoice.UDP
        ? new TransportRefusedException(settings.displayName() + ": " + reason)
        : because(settings, reason);
  }

  /** The input is known to be something that is not read; trying again doesn't help. */
  static SluiceException unsupported(DecoderSettings settings, UnsupportedContent content) {
    return new UnsupportedSourceException(settings.displayName() + ": " + content.words());
  }

  /** Whether a server of RTSP refused how media was to travel, for {@link #open}. */
  static boolean isTransportRefused() {
    return FfmpegErrorText.last().startsWith(TRANSPORT_REFUSED);
  }

  /** The input is never opened in the way that was asked for. */
  static SluiceException refused(DecoderSettings settings, String reason) {
    return new UnsupportedSourceException(settings.displayName() + ": " + reason);
  }

  /** There is no connection to the input's server. */
  static SluiceException unreachable(DecoderSettings settings, String reason) {
    return because(settings, "can't be opened: " + reason + "; " + advice(settings));
  }

  /** The input was opened, but nothing came that can be shown. */
  static SluiceException noPicture(DecoderSettings settings) {
    return because(
        settings,
        "holds no picture that can be decoded (expected: a video or a picture"
            + ffmpegSays("")
            + "); "
            + advice(settings));
  }

  /** The input broke off. */
  static SluiceException read(DecoderSettings settings, int error) {
    String text = isNetwork(settings) && isClosing(error) ? CLOSED : FfmpegErrorText.of(error);
    String advice = settings.isFile() ? "check the disk that it is on" : "check camera and network";
    return because(settings, "reading failed: " + text + "; " + advice);
  }

  private static boolean isNetwork(DecoderSettings settings) {
    return !settings.isFile() && !settings.isDevice();
  }

  /** EIO is what most of FFmpeg's protocols make of a connection that was closed. */
  private static boolean isClosing(int error) {
    return error == AVERROR_EOF || error == avutil.AVERROR_EIO() || error == avutil.AVERROR_EPIPE();
  }

  /** The call was ended by the interrupt. */
  static SluiceException interrupted(
      DecoderSettings settings, Interrupt.Reason reason, boolean opening) {
    if (reason == Interrupt.Reason.CANCELLED) {
      return because(settings, "cancelled");
    }
    String what =
        opening
            ? "no picture within " + seconds(settings.openTimeout())
            : "silent for " + seconds(settings.readTimeout());
    return because(settings, what + "; " + advice(settings) + ", or allow it more time");
  }

  /** The server offers only ways to log in that are not known here. */
  static SluiceException unknownLogin(DecoderSettings settings, String offered) {
    return because(
        settings,
        "can't be opened: it wants to be logged in to by "
            + offered
            + ", which is not known here (expected: Basic, or Digest with MD5, SHA-256 or"
            + " SHA-512-256); choose another in the camera's settings");
  }

  /** Nothing came over UDP until the limit for opening. */
  static SluiceException noDatagrams(DecoderSettings settings) {
    return because(
        settings,
        "no packet came over UDP within "
            + seconds(settings.openTimeout())
            + "; let firewalls on the way pass UDP to the ports "
            + InputProxy.LOWEST_DATAGRAM_PORT
            + " to "
            + InputProxy.HIGHEST_DATAGRAM_PORT
            + " of this machine, or use transport = tcp");
  }

  /** Data came until the limit for opening, and no picture of it. */
  static SluiceException fruitless(DecoderSettings settings, long packets, boolean keyFrameCame) {
    return because(
        settings,
        "no picture within "
            + seconds(settings.openTimeout())
            + ", though "
            + packets
            + " packets came"
            + (keyFrameCame
                ? "; check the camera's codec and the network"
                : ", but no key frame, at which decoding begins; let the camera send key frames"
                    + " more often")
            + ", or allow it more time");
  }

  private static String advice(DecoderSettings settings) {
    return settings.isFile()
        ? "play it to see whether it is whole, or fetch it again"
        : "check address, camera and network";
  }

  private static String openText(DecoderSettings settings, int error) {
    if (FfmpegErrorText.last().startsWith("Format not on whitelist")) {
      return "this is not a video or picture that can be read here (expected: MP4, Matroska, AVI,"
          + " MPEG-TS, JPEG, PNG or the like); convert it";
    }
    if (error == AVERROR_INVALIDDATA
        || error == AVERROR_DEMUXER_NOT_FOUND
        || error == AVERROR_EOF
        || (error == avutil.AVERROR_EINVAL() && settings.format() == null)) {
      return "this is not a video or picture that can be read (damaged, cut short, or of another"
          + " format"
          + ffmpegSays("")
          + "); "
          + advice(settings);
    }
    if (isTransportRefused()) {
      return "the camera refuses to send its pictures over "
          + (settings.transport() == TransportChoice.UDP
              ? "UDP (461 Unsupported Transport); use transport = tcp"
              : "TCP (461 Unsupported Transport); use an rtsp address with transport = udp");
    }
    String text = FfmpegErrorText.of(error);
    boolean onlyFfmpegKnows = error == avutil.AVERROR_EIO() && !FfmpegErrorText.last().isEmpty();
    String reason = onlyFfmpegKnows ? FfmpegErrorText.last() : text + ffmpegSays(text);
    return reason + "; " + advice(settings);
  }

  /** FFmpeg's own words, where they say more than what is said already. */
  private static String ffmpegSays(String said) {
    String words = FfmpegErrorText.last();
    boolean nothingNew = words.isEmpty() || (!said.isEmpty() && words.endsWith(said));
    return nothingNew ? "" : "; FFmpeg: " + words;
  }

  private static String seconds(Duration limit) {
    return String.format(Locale.ROOT, "%.1f s", limit.toMillis() / 1000.0);
  }
}
