package sluice.video.demux;

import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** A server of RTSP refuses to send its media within the connection; it may send datagrams. */
public final class TransportRefusedException extends SluiceException {
  private static final long serialVersionUID = 1L;

  /** A refusal with a message for the user. */
  TransportRefusedException(String message) {
    super(ErrorCode.INPUT, message);
  }
}
