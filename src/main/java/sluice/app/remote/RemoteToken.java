package sluice.app.remote;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import sluice.config.binding.Secret;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/**
 * The token with which a service is asked.
 *
 * @param secret itself
 * @param origin where it comes from, for messages
 */
public record RemoteToken(Secret secret, String origin) {
  /** The variable of the environment in which services are given theirs. */
  public static final String VARIABLE = "SLUICE_TOKEN";

  /** Others can't be in a header. */
  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,512}");

  /**
   * One of a text; blanks and line feeds around it don't count.
   *
   * @throws SluiceException USAGE, without the text, for what can be no token
   */
  public static RemoteToken of(String text, String origin) {
    String bare = text.strip();
    if (!VISIBLE.matcher(bare).matches()) {
      throw new SluiceException(
          ErrorCode.USAGE,
          origin + ": it holds no token (expected: 16 to 512 printable characters without blanks)");
    }
    return new RemoteToken(new Secret(bare), origin);
  }

  /** That of the environment; absent where none is set. */
  public static Optional<RemoteToken> of(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(VARIABLE))
        .filter(text -> !text.isBlank())
        .map(text -> of(text, VARIABLE + " of the environment"));
  }
}
