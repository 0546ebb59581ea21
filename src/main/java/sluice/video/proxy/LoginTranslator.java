package sluice.video.proxy;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Logs in for an FFmpeg that knows Basic, and Digest with MD5 alone, and takes the last one that it
 * is offered. Of a server's offers FFmpeg gets one: the first Digest that either of them can
 * answer, else Basic. One that only Sluice can answer (SHA-256, SHA-512/256; RFC 7616, RFC 8760) is
 * shown to FFmpeg as MD5, and what it answers is replaced. Thread-safe.
 */
final class LoginTranslator implements RtspFilter {
  private static final int UNAUTHORIZED = 401;
  private static final int NONCE_BYTES = 16;
  private static final String CHALLENGE = "WWW-Authenticate";
  private static final String RESPONSE = "Authorization";
  private static final String UPDATE = "Authentication-Info";

  private final SecureRandom random = new SecureRandom();
  private final Login login;
  private @Nullable AuthChallenge answered;
  private int count;
  private @Nullable String unknown;

  /** A translator for one server. */
  LoginTranslator(Login login) {
    this.login = login;
  }

  /** The names of what the server offers, where nothing of it can be answered. */
  synchronized Optional<String> unknown() {
    return Optional.ofNullable(unknown);
  }

  @Override
  public synchronized MessageHeader request(MessageHeader header) {
    AuthChallenge challenge = answered;
    if (challenge == null || header.field(RESPONSE).isEmpty()) {
      return header;
    }
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    count++;
    return header.with(
        RESPONSE,
        DigestResponse.to(
            challenge,
            login.credentials(),
            header.word(0),
            header.word(1),
            count,
            HexFormat.of().formatHex(nonce)));
  }

  @Override
  public synchronized MessageHeader answer(MessageHeader header) {
    AuthChallenge current = answered;
    if (current != null && header.status() != UNAUTHORIZED) {
      header
          .field(UPDATE)
          .flatMap(LoginTranslator::nextNonce)
          .ifPresent(nonce -> use(with(current, "nonce", nonce)));
      return header;
    }
    if (header.status() != UNAUTHORIZED || header.field(CHALLENGE).isEmpty()) {
      return header;
    }
    List<AuthChallenge> offered = AuthChallenge.parse(header.fields(CHALLENGE));
    MessageHeader without = header.without(CHALLENGE);
    Optional<AuthChallenge> chosen = choose(offered);
    unknown =
        chosen.isPresent() || offered.isEmpty()
            ? null
            : offered.stream()
                .map(AuthChallenge::name)
                .distinct()
                .collect(Collectors.joining(", "));
    if (chosen.isEmpty() || (login.wasTried() && wasAnswered(offered))) {
      return without;
    }
    AuthChallenge choice = chosen.get();
    if (choice.isKnownToFfmpeg()) {
      answered = null;
      return without.with(CHALLENGE, choice.text());
    }
    use(choice);
    return without.with(CHALLENGE, disguised(choice).text());
  }

  private void use(AuthChallenge challenge) {
    answered = challenge;
    count = 0;
  }

  private static Optional<AuthChallenge> choose(List<AuthChallenge> offered) {
    return offered.stream()
        .filter(AuthChallenge::isDigest)
        .filter(each -> each.isKnownToFfmpeg() || each.hash().isPresent())
        .findFirst()
        .or(() -> offered.stream().filter(AuthChallenge::isBasic).findFirst());
  }

  /** Whether FFmpeg by itself answers: the last Digest, or Basic where there is none. */
  private static boolean wasAnswered(List<AuthChallenge> offered) {
    List<AuthChallenge> digests = offered.stream().filter(AuthChallenge::isDigest).toList();
    return digests.isEmpty() || digests.getLast().isKnownToFfmpeg();
  }

  /** What FFmpeg answers, and takes for stale as the server's. */
  private static AuthChallenge disguised(AuthChallenge challenge) {
    Map<String, String> parameters = new LinkedHashMap<>(challenge.parameters());
    parameters.keySet().retainAll(List.of("realm", "nonce", "stale"));
    return new AuthChallenge("Digest", parameters);
  }

  private static AuthChallenge with(AuthChallenge challenge, String name, String value) {
    Map<String, String> parameters = new LinkedHashMap<>(challenge.parameters());
    parameters.put(name, value);
    return new AuthChallenge(challenge.scheme(), parameters);
  }

  private static Optional<String> nextNonce(String info) {
    return AuthChallenge.parse(List.of("Digest " + info)).stream()
        .map(update -> update.get("nextnonce"))
        .filter(nonce -> !nonce.isEmpty())
        .findFirst();
  }
}
