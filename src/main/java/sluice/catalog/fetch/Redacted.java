package sluice.catalog.fetch;

import java.net.URI;
import sluice.core.util.MessageText;

/** Redactor of addresses for messages: without user, password and query. */
final class Redacted {
  private Redacted() {}

  /** An address without what may be secret. */
  static String of(URI address) {
    return of(address.toString());
  }

  /** The same for text that may not be an address at all. */
  static String of(String text) {
    String bare = MessageText.printable(text.split("[?#]", 2)[0]);
    return bare.isEmpty() ? "''" : bare.replaceFirst("://.*@", "://***@");
  }
}
