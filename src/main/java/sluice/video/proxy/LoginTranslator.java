package sluice.video.proxy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sluice.core.source.Credentials;

/**
 * Logs in to a server instead of FFmpeg, which knows Basic and Digest with MD5 alone, takes the
 * last offer instead of one that it can answer, and cuts long passwords. Of the server's offers the
 * first Digest that can be answered is taken (RFC 7616, RFC 8760), else Basic. FFmpeg is offered
 * one that it can answer, so that it asks again; what it answers, with whatever name and password,
 * is replaced. Thread-safe.
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
    if (challenge.isBasic()) {
      return header.with(RESPONSE, "Basic " + base64(login.credentials()));
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
    use(choice);
    return without.with(CHALLENGE, forFfmpeg(choice).text());
  }

  private static String base64(Credentials credentials) {
    String text = credentials.user() + ":" + credentials.password();
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private void use(AuthChallenge challenge) {
    answered = challenge;
    count = 0;
  }

  private static Optional<AuthChallenge> choose(List<AuthChallenge> offered) {
    return offered.stream()
        .filter(each -> each.hash().isPresent())
        .findFirst()
        .or(() -> offered.stream().filter(AuthChallenge::isBasic).findFirst());
  }

  /** Whether FFmpeg by itself answers: the last Digest, or Basic where there is none. */
  private static boolean wasAnswered(List<AuthChallenge> offered) {
    List<AuthChallenge> digests = offered.stream().filter(AuthChallenge::isDigest).toList();
    return digests.isEmpty() || digests.getLast().isKnownToFfmpeg();
  }

  /** An offer that FFmpeg answers; it takes a nonce for stale that the server does. */
  private static AuthChallenge forFfmpeg(AuthChallenge challenge) {
    if (challenge.isBasic()) {
      return challenge;
    }
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
