package sluice.http.live;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import sluice.json.JsonField;

/**
 * Single-use tickets that authenticate a page on the socket of live pictures: browsers don't send
 * the token there reliably, so a page fetches a ticket over HTTP and sends it as its first message.
 * A ticket is good once and for a short time. Of unused tickets a bounded number is kept, the
 * newest. Thread-safe.
 */
public final class LiveTickets implements Tickets {
  /** How long a ticket is good. */
  static final Duration LIFE = Duration.ofSeconds(30);

  /** Tickets that are kept. */
  static final int MOST = 1_000;

  private static final int BYTES = 32;

  private final LongSupplier nanoClock;
  private final SecureRandom random = new SecureRandom();

  /** Tickets and when they were given out, oldest first. */
  private final Map<String, Long> given = new LinkedHashMap<>();

  /** A ticket as the API gives it. */
  public record Issued(
      @JsonField(description = "opens one WebSocket") String ticket,
      @JsonField(description = "seconds for which it is good") long expiresInSeconds) {}

  public LiveTickets(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  @Override
  public synchronized String issue() {
    forgetOld();
    if (given.size() == MOST) {
      given.remove(given.keySet().iterator().next());
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    given.put(ticket, nanoClock.getAsLong());
    return ticket;
  }

  @Override
  public synchronized boolean redeem(String ticket) {
    forgetOld();
    return given.remove(ticket) != null;
  }

  private void forgetOld() {
    long now = nanoClock.getAsLong();
    Iterator<Long> times = given.values().iterator();
    while (times.hasNext() && now - times.next() > LIFE.toNanos()) {
      times.remove();
    }
  }
}
