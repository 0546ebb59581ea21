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

  /** What failed and what to do, for whoever named the machine. */
  public String advice() {
    return "the name server does not answer for %s within %d s; check the network's name server, or"
            .formatted(getMessage(), seconds)
        + " name the machine by its address";
  }
}
