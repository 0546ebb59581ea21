package sluice.video.isolation.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.core.source.Credentials;
import sluice.core.source.SourceAddress;
import sluice.core.util.MessageText;
import sluice.core.util.Redaction;
import sluice.video.demux.DecoderSettings;

/**
 * Texts of the process of one input, made fit to be shown: it knows the password of its source, and
 * may say what it likes. Thread-safe.
 */
final class HelperText {
  /** Of a text that is shown; those of honest processes are far shorter. */
  private static final int MOST_CHARACTERS = 512;

  /** A shorter secret is in too many texts by chance. */
  private static final int LEAST_SECRET = 3;

  private static final String MASK = "***";

  private final String input;
  private final boolean file;
  private final List<String> secrets;

  private HelperText(String input, boolean file, List<String> secrets) {
    this.input = input;
    this.file = file;
    this.secrets = List.copyOf(secrets);
  }

  /** Of the process that opens what settings name. */
  static HelperText of(DecoderSettings settings) {
    List<String> secrets = new ArrayList<>();
    if (!settings.isFile()) {
      SourceAddress address = new SourceAddress(settings.location());
      secret(address.credentials()).ifPresent(secrets::add);
      secret(written(address)).ifPresent(secrets::add);
    }
    return new HelperText(settings.displayName(), settings.isFile(), secrets);
  }

  /** As it is written in the address, where characters may be percent-encoded. */
  private static Optional<Credentials> written(SourceAddress address) {
    return new SourceAddress(address.reveal().replace("%", "%25")).credentials();
  }

  private static Optional<String> secret(Optional<Credentials> credentials) {
    return credentials
        .map(Credentials::password)
        .filter(password -> password.length() >= LEAST_SECRET);
  }

  /** The input's name, without secrets. */
  String input() {
    return input;
  }

  /** Whether the input is a file, and not on the network. */
  boolean isFile() {
    return file;
  }

  /** A text in one line, without secrets, and not too long. */
  String shown(String text) {
    String hidden = text;
    for (String secret : secrets) {
      hidden = hidden.replace(secret, MASK);
    }
    // cut last: what is left of a secret would not be known for one
    String line = MessageText.printable(Redaction.redact(hidden).strip());
    return line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) + " …" : line;
  }
}
