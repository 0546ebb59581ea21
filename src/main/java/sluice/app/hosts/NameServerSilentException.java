package sluice.app.hosts;

import java.net.UnknownHostException;
import java.time.Duration;

/** What a name means was not answered in time; the name may well be right. */
public final class NameServerSilentException extends UnknownHostException {
  private static final long serialVersionUID = 1;

  private final long seconds;

  /** A name whose look-up took longer than the limit. */
  NameServerSilentException(String host, Duration limit) {
    super(host);
    this.seconds = Math.max(1, limit.toSeconds());
  }

  /** How long the answer was waited for, at least 1. */
  public long seconds() {
    return seconds;
  }
}
