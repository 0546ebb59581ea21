package sluice.video;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Logs clients in by Digest, as RFC 7616 says: checks what they answer, in its own arithmetic, and
 * that they count. Thread-safe.
 */
public final class DigestAuthority {
  private static final Pattern PARAMETER = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^\\s,]+))");

  private final String user;
  private final String password;
  private final List<String> offered;
  private final int usesOfNonce;
  private int nonce = 1;
  private int uses;
  private int wrong;
  private boolean stale;
  private String taken = "";

  /**
   * An authority that has let nobody in yet.
   *
   * @param offered algorithms in the order in which they are offered
   * @param usesOfNonce after so many requests a nonce is stale
   */
  public DigestAuthority(String user, String password, List<String> offered, int usesOfNonce) {
    this.user = user;
    this.password = password;
    this.offered = List.copyOf(offered);
    this.usesOfNonce = usesOfNonce;
  }

  /** The lines of an answer that refuses. */
  public synchronized String challenges() {
    StringBuilder lines = new StringBuilder();
    for (String algorithm : offered) {
      lines.append(
          "WWW-Authenticate: Digest realm=\"c, am\", nonce=\"%s\", qop=\"auth\", algorithm=%s%s\r\n"
              .formatted(nonce(), algorithm, stale ? ", stale=true" : ""));
    }
    return lines.toString();
  }

  private String nonce() {
    return "nonce/" + nonce;
  }

  /** How often somebody answered, and wrong. */
  public synchronized int wrongAnswers() {
    return wrong;
  }

  /** The algorithm of the last one who was let in. */
  public synchronized String taken() {
    return taken;
  }

  /** Whether a request is let in. */
  public synchronized boolean allows(String method, String authorization) {
    stale = false;
    if (!authorization.startsWith("Digest ")) {
      return false;
    }
    Map<String, String> said = new HashMap<>();
    Matcher parameters = PARAMETER.matcher(authorization);
    while (parameters.find()) {
      said.put(
          parameters.group(1),
          parameters.group(2) == null ? parameters.group(3) : parameters.group(2));
    }
    String algorithm = said.getOrDefault("algorithm", "MD5");
    String one = hash(algorithm, user + ":c, am:" + password);
    String two = hash(algorithm, method + ":" + said.get("uri"));
    String expected =
        hash(
            algorithm,
            String.join(
                ":", one, said.get("nonce"), said.get("nc"), said.get("cnonce"), "auth", two));
    boolean right =
        offered.contains(algorithm)
            && expected.equals(said.get("response"))
            && user.equals(said.get("username"));
    if (!right) {
      wrong++;
      return false;
    }
    if (!said.get("nonce").equals(nonce()) || ++uses > usesOfNonce) {
      nonce++;
      uses = 0;
      stale = true;
      return false;
    }
    taken = algorithm;
    return Integer.parseInt(said.get("nc"), 16) == uses;
  }

  private static String hash(String algorithm, String text) {
    try {
      String function = algorithm.equals("SHA-512-256") ? "SHA-512/256" : algorithm;
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(function).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
