package sluice.video.proxy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import sluice.core.source.Credentials;

/** Computes what answers a challenge of HTTP's and RTSP's Digest (RFC 7616). */
final class DigestResponse {
  private DigestResponse() {}

  /**
   * The value of {@code Authorization}.
   *
   * @param challenge whose {@link AuthChallenge#hash} is known
   * @param count how often its nonce was used, this time included
   * @param clientNonce a fresh random text
   */
  static String to(
      AuthChallenge challenge,
      Credentials credentials,
      String method,
      String uri,
      int count,
      String clientNonce) {
    String function = challenge.hash().orElseThrow();
    String nonce = challenge.get("nonce");
    String who = credentials.user() + ":" + challenge.get("realm") + ":" + credentials.password();
    String secret = hash(function, who);
    if (challenge.algorithm().endsWith("-SESS")) {
      secret = hash(function, secret + ":" + nonce + ":" + clientNonce);
    }
    boolean quality = !challenge.get("qop").isEmpty();
    String counted = String.format(Locale.ROOT, "%08x", count);
    String response =
        hash(
            function,
            secret
                + ":"
                + nonce
                + (quality ? ":" + counted + ":" + clientNonce + ":auth" : "")
                + ":"
                + hash(function, method + ":" + uri));
    StringBuilder text = new StringBuilder("Digest username=");
    text.append(AuthChallenge.quoted(credentials.user()));
    text.append(", realm=").append(AuthChallenge.quoted(challenge.get("realm")));
    text.append(", nonce=").append(AuthChallenge.quoted(nonce));
    text.append(", uri=").append(AuthChallenge.quoted(uri));
    text.append(", response=\"").append(response).append('"');
    if (!challenge.get("algorithm").isEmpty()) {
      text.append(", algorithm=").append(challenge.get("algorithm"));
    }
    if (!challenge.get("opaque").isEmpty()) {
      text.append(", opaque=").append(AuthChallenge.quoted(challenge.get("opaque")));
    }
    if (quality) {
      text.append(", qop=auth, nc=").append(counted);
    }
    if (quality || challenge.algorithm().endsWith("-SESS")) {
      text.append(", cnonce=\"").append(clientNonce).append('"');
    }
    return text.toString();
  }

  private static String hash(String function, String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance(function).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java has no " + function, e);
    }
  }
}
