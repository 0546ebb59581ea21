package sluice.video.isolation.remote;

import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.UnsupportedSourceException;
import sluice.core.source.SourceAddress;
import sluice.core.util.Redaction;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.RedirectedException;
import sluice.video.isolation.protocol.Message;

/** Failures that a process told, as what opens and reads inputs throws them. */
final class RemoteFailures {
  private RemoteFailures() {}

  /** The same failure here; its text without secrets, whatever the process says. */
  static SluiceException of(DecoderSettings settings, Message.Failed failed) {
    String text = Redaction.redact(failed.text());
    return switch (failed.kind()) {
      case INPUT, DATAGRAMS -> new SluiceException(ErrorCode.INPUT, text);
      case UNSUPPORTED -> new UnsupportedSourceException(text);
      case REDIRECTED ->
          new RedirectedException(settings.displayName(), new SourceAddress(failed.text()));
      case INTERNAL ->
          new SluiceException(
              ErrorCode.INPUT, settings.displayName() + ": its decoder failed: " + text);
    };
  }
}
