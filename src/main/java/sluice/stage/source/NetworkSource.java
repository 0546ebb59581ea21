package sluice.stage.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.UnsupportedSourceException;
import sluice.core.source.SourceAddress;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.RedirectedException;

/**
 * Opener of a camera or server by its address, which follows redirects itself: each target is
 * judged by the {@link SourceAccess} as the first address is, before anything is connected to it.
 */
final class NetworkSource {
  /** As many as FFmpeg and browsers' older versions follow. */
  static final int MOST_REDIRECTS = 8;

  private static final Duration LEAST_PATIENCE = Duration.ofMillis(1);

  /** Of the time for opening: a third of it is for each target of a redirect at least. */
  private static final int LEAST_SHARE = 3;

  private static final Set<String> REDIRECTS =
      Set.of("http>http", "http>https", "https>https", "rtsp>rtsp", "rtsp>rtsps", "rtsps>rtsps");

  private final SourceLocation location;
  private final SourceSettings settings;
  private final SourceAccess access;

  NetworkSource(SourceSettings settings, SourceAccess access) {
    this.location = settings.location();
    this.settings = settings;
    this.access = access;
  }

  /**
   * Opens the address, or the one that its redirects lead to.
   *
   * @param opening opens what it is told to, as {@link sluice.video.demux.Demuxer#open} does
   * @throws SluiceException INPUT when it can't be opened or a redirect may not be followed, USAGE
   *     when the address itself may not be opened
   */
  <T> T open(Function<DecoderSettings, T> opening) {
    SourceAddress address = new SourceAddress(location.address());
    long begun = System.nanoTime();
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      try {
        return opening.apply(decoder(address, patienceAfter(begun)));
      } catch (RedirectedException e) {
        address = target(address, e.target());
      } catch (UnsupportedSourceException e) {
        throw redirects == 0
            ? e
            : new UnsupportedSourceException(
                location.name() + ": redirects to " + Failures.message(e));
      } catch (SluiceException e) {
        throw redirects == 0 ? e : failed("redirects to " + e.getMessage());
      }
    }
    throw failed("redirects more than " + MOST_REDIRECTS + " times; name the address of the video");
  }

  /**
   * What is left of the time for opening. There is some for each target of a redirect: what took
   * the rest may have been no server, but the start of the process that opens the source.
   */
  private Duration patienceAfter(long begun) {
    Duration all = settings.playback().openTimeout();
    if (all.isZero()) {
      return all;
    }
    Duration left = all.minusNanos(System.nanoTime() - begun);
    return longer(longer(left, all.dividedBy(LEAST_SHARE)), LEAST_PATIENCE);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private DecoderSettings decoder(SourceAddress address, Duration openTimeout) {
    return DecoderSettings.network(address.reveal())
        .withEndpoint(access.admit(address))
        .withTransport(settings.playback().transport())
        .withTimeouts(openTimeout, settings.playback().readTimeout());
  }

  private SourceAddress target(SourceAddress from, SourceAddress written) {
    SourceAddress target = written.isRemote() ? written : relative(from, written);
    if (!target.isRemote()
        || !target.isWellFormed()
        || !SourceAddress.isPossible(target.reveal())) {
      throw failed("redirects to " + written + ", which is no address");
    }
    if (!follows(from.scheme(), target.scheme())) {
      throw failed(
          "redirects to "
              + target
              + ", which is not followed from "
              + from.scheme()
              + " (expected: the same protocol, and TLS where it was)");
    }
    return target.takesCredentials() && isSameServer(from, target)
        ? target.withCredentialsOf(from)
        : target;
  }

  /** Whether a redirect from one scheme to another is followed: never to one without TLS. */
  static boolean follows(String from, String to) {
    return REDIRECTS.contains(from + ">" + to);
  }

  /** A password goes to no other server. */
  private static boolean isSameServer(SourceAddress one, SourceAddress other) {
    return one.scheme().equals(other.scheme())
        && one.host().equals(other.host())
        && one.portOrUsual() == other.portOrUsual();
  }

  private SourceAddress relative(SourceAddress from, SourceAddress written) {
    try {
      URI base = new URI(from.scheme() + "://" + from.authority() + from.path());
      return new SourceAddress(base.resolve(new URI(written.reveal())).toString());
    } catch (URISyntaxException e) {
      throw failed("redirects to " + written + ", which is no address");
    }
  }

  private SluiceException failed(String what) {
    return new SluiceException(ErrorCode.INPUT, location.name() + ": " + what);
  }
}
