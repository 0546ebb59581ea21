package sluice.http.access;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Token-bucket rate limiter for each client address, refilled at a steady rate. An IPv6 client is
 * its network (64 bits), for it has all of that network's addresses. Memory is bounded: the client
 * that was idle for longest is evicted. Thread-safe.
 */
final class RateLimiter {
  private static final int MOST_CLIENTS = 10_000;
  private static final int NETWORK_BYTES = 8;

  private final double perNano;
  private final double most;
  private final LongSupplier nanoClock;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_CLIENTS;
        }
      };

  private static final class Bucket {
    double tokens;
    long filledNanos;
  }

  /**
   * Buckets that hold so many tokens.
   *
   * @param most tokens of a full bucket; each begins full
   * @param fillSeconds time in which an empty one fills up
   */
  RateLimiter(double most, double fillSeconds, LongSupplier nanoClock) {
    this.most = most;
    this.perNano = most / (fillSeconds * TimeUnit.SECONDS.toNanos(1));
    this.nanoClock = nanoClock;
  }

  /** Takes a token from a client's bucket, if there is one. */
  synchronized boolean take(InetAddress client) {
    Bucket bucket = bucket(client);
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens--;
    return true;
  }

  /** Seconds until a client has a token again, at least 1. */
  synchronized long secondsToNext(InetAddress client) {
    double nanos = (1 - bucket(client).tokens) / perNano;
    return Math.max(1, (long) Math.ceil(nanos / TimeUnit.SECONDS.toNanos(1)));
  }

  private Bucket bucket(InetAddress client) {
    long now = nanoClock.getAsLong();
    Bucket bucket =
        buckets.computeIfAbsent(
            key(client),
            key -> {
              Bucket made = new Bucket();
              made.tokens = most;
              made.filledNanos = now;
              return made;
            });
    bucket.tokens = Math.min(most, bucket.tokens + (now - bucket.filledNanos) * perNano);
    bucket.filledNanos = now;
    return bucket;
  }

  private static String key(InetAddress client) {
    byte[] address = client.getAddress();
    return Arrays.toString(
        address.length > NETWORK_BYTES ? Arrays.copyOf(address, NETWORK_BYTES) : address);
  }
}
