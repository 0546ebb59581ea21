package sluice.http.live;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sluice.config.settings.Right;

/**
 * Tickets that any node of a cluster takes: when they were given out, the right of the client,
 * something random, and an HMAC-SHA256 of all that with a key that the nodes share. The node that
 * redeems one takes it once; another node would take it again while it is good. Thread-safe.
 */
public final class SignedTickets implements Tickets {
  /** Bytes of a key at least. */
  public static final int KEY_BYTES = 32;

  /** How far the clocks of two nodes may differ. */
  static final Duration SKEW = Duration.ofSeconds(30);

  /** Redeemed tickets that are remembered; no more are taken while that many are good. */
  static final int MOST = 10_000;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int RANDOM_BYTES = 16;
  private static final int SIGNED_BYTES = Long.BYTES + 1 + RANDOM_BYTES;
  private static final int MAC_BYTES = 32;

  /** By the byte that stands for each in a ticket, which other nodes read. */
  private static final List<Right> RIGHTS = List.of(Right.VIEW, Right.OPERATE, Right.ADMIN);

  private final SecretKeySpec key;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** Redeemed tickets and when they were given out, in the order of redemption. */
  private final Map<String, Long> redeemed = new LinkedHashMap<>();

  /**
   * Tickets of a key.
   *
   * @param key {@link #KEY_BYTES} at least; copied
   * @throws IllegalArgumentException for a shorter one
   */
  public SignedTickets(byte[] key, InstantSource clock) {
    if (key.length < KEY_BYTES) {
      throw new IllegalArgumentException("a key of " + KEY_BYTES + " bytes at least is needed");
    }
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.clock = clock;
  }

  @Override
  public String issue(Right right) {
    byte[] nonce = new byte[RANDOM_BYTES];
    random.nextBytes(nonce);
    byte[] signed =
        ByteBuffer.allocate(SIGNED_BYTES)
            .putLong(clock.millis())
            .put((byte) RIGHTS.indexOf(right))
            .put(nonce)
            .array();
    byte[] whole =
        ByteBuffer.allocate(SIGNED_BYTES + MAC_BYTES).put(signed).put(mac(signed)).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  @Override
  public Optional<Right> redeem(String ticket) {
    byte[] whole;
    try {
      whole = Base64.getUrlDecoder().decode(ticket);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (whole.length != SIGNED_BYTES + MAC_BYTES) {
      return Optional.empty();
    }
    byte[] signed = Arrays.copyOf(whole, SIGNED_BYTES);
    byte[] shown = Arrays.copyOfRange(whole, SIGNED_BYTES, whole.length);
    boolean good =
        MessageDigest.isEqual(mac(signed), shown)
            && isFresh(ByteBuffer.wrap(signed).getLong())
            && takeOnce(Base64.getUrlEncoder().withoutPadding().encodeToString(whole), signed);
    int right = signed[Long.BYTES];
    return good && right >= 0 && right < RIGHTS.size()
        ? Optional.of(RIGHTS.get(right))
        : Optional.empty();
  }

  private boolean isFresh(long issuedMillis) {
    long age = clock.millis() - issuedMillis;
    return age >= -SKEW.toMillis() && age <= LiveTickets.LIFE.plus(SKEW).toMillis();
  }

  /** By its bytes: the same ones can be written in several ways. */
  private synchronized boolean takeOnce(String ticket, byte[] signed) {
    Iterator<Long> times = redeemed.values().iterator();
    while (times.hasNext()) {
      if (!isFresh(times.next())) {
        times.remove();
      }
    }
    return redeemed.size() < MOST
        && redeemed.putIfAbsent(ticket, ByteBuffer.wrap(signed).getLong()) == null;
  }

  private byte[] mac(byte[] signed) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
