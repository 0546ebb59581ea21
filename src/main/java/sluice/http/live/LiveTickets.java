package sluice.http.live;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import sluice.config.settings.Right;
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

  /** By ticket, oldest first. */
  private final Map<String, Given> given = new LinkedHashMap<>();

  private record Given(long nanos, Right right) {}

  /** A ticket as the API gives it. */
  public record Issued(
      @JsonField(description = "opens one WebSocket") String ticket,
      @JsonField(description = "seconds for which it is good") long expiresInSeconds) {}

  public LiveTickets(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  @Override
  public synchronized String issue(Right right) {
    forgetOld();
    if (given.size() == MOST) {
      given.remove(given.keySet().iterator().next());
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    given.put(ticket, new Given(nanoClock.getAsLong(), right));
    return ticket;
  }

  @Override
  public synchronized Optional<Right> redeem(String ticket) {
    forgetOld();
    return Optional.ofNullable(given.remove(ticket)).map(Given::right);
  }

  private void forgetOld() {
    long now = nanoClock.getAsLong();
    Iterator<Given> oldest = given.values().iterator();
    while (oldest.hasNext() && now - oldest.next().nanos() > LIFE.toNanos()) {
      oldest.remove();
    }
  }
}
