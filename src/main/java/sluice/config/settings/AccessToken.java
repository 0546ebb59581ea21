package sluice.config.settings;

import java.util.Optional;
import sluice.config.binding.Secret;

/**
 * A token that lets clients in, known by itself or by its hash; one of the two is present.
 *
 * @param token itself, {@link TokenHash#SHORTEST} characters at least
 * @param hash of one that isn't known here
 * @param right what its bearer may do
 */
public record AccessToken(Optional<Secret> token, Optional<TokenHash> hash, Right right) {

  /**
   * The hash by which it is known.
   *
   * @throws java.util.NoSuchElementException where neither is present, which no reader lets pass
   */
  public TokenHash known() {
    return hash.or(() -> token.map(Secret::reveal).map(TokenHash::of)).orElseThrow();
  }
}
