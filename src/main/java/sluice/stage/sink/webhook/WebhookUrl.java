package sluice.stage.sink.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import sluice.core.source.SourceAddress;
import sluice.core.util.Redaction;

/**
 * Where a webhook's requests go: http or https, without user and password. Its path and its query
 * may be what lets its holder in, so {@link #toString} names the machine alone.
 *
 * @param text as it was written
 * @param isSecret whether all of it came from the environment
 */
public record WebhookUrl(String text, boolean isSecret) {

  /** Whether a text is such an address. */
  static boolean fits(String text) {
    SourceAddress address = new SourceAddress(text);
    return SourceAddress.isPossible(text)
        && (address.scheme().equals("http") || address.scheme().equals("https"))
        && address.isWellFormed()
        && !address.hasCredentials()
        && isUri(text);
  }

  private static boolean isUri(String text) {
    try {
      @Nullable String host = new URI(text).getHost();
      return host != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** The address for the client. Not for logs, messages, answers or metrics. */
  URI reveal() {
    return URI.create(text);
  }

  /** The machine: a name or an address, without brackets. */
  String host() {
    return address().host().orElseThrow();
  }

  /** Whether it is reached by TLS. */
  boolean isTls() {
    return address().isTls();
  }

  /** The address for whoever may read the configuration: without the values of its query. */
  String shown() {
    return isSecret ? origin() + "/***" : Redaction.redactValue(text);
  }

  private String origin() {
    return address().scheme() + "://" + address().authority();
  }

  private SourceAddress address() {
    return new SourceAddress(text);
  }

  /** Scheme, machine and port, and nothing else. */
  @Override
  public String toString() {
    return origin();
  }
}
