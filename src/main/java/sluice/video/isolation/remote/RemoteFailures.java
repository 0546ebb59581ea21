package sluice.video.isolation.remote;

import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.UnsupportedSourceException;
import sluice.core.source.SourceAddress;
import sluice.video.demux.RedirectedException;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.ProtocolException;

/** Failures that a process told, as what opens and reads inputs throws them. */
final class RemoteFailures {
  private RemoteFailures() {}

  /**
   * What keeps an input from being opened, as the same failure here.
   *
   * @param shown makes the process's text fit to be shown
   * @throws ProtocolException where it redirects to what can't be an address
   */
  static SluiceException ofOpening(HelperText shown, Message.Failed failed) {
    if (failed.kind() != Message.FailureKind.REDIRECTED) {
      return ofReading(shown, failed);
    }
    if (!SourceAddress.isPossible(failed.text())) {
      throw new ProtocolException("it redirects to what can't be an address");
    }
    return new RedirectedException(shown.input(), new SourceAddress(failed.text()));
  }

  /**
   * What keeps an open input from being read on, as the same failure here.
   *
   * @throws ProtocolException where it is one of opening
   */
  static SluiceException ofReading(HelperText shown, Message.Failed failed) {
    String text = shown.shown(failed.text());
    return switch (failed.kind()) {
      case INPUT, DATAGRAMS -> new SluiceException(ErrorCode.INPUT, text);
      case UNSUPPORTED -> new UnsupportedSourceException(text);
      case REDIRECTED -> throw new ProtocolException("it redirects when its input is open");
      case INTERNAL ->
          new SluiceException(ErrorCode.INPUT, shown.input() + ": its decoder failed: " + text);
    };
  }
}
