package sluice.http.access;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sluice.config.settings.HttpConfig;

/**
 * Connection limiter: how many connections there are together and of one address, and how long one
 * may wait for the header of a request, however slowly its bytes come. A connection for which there
 * is no place takes that of the one that has waited longest for its next request; connections whose
 * requests are being answered keep theirs. Some places are for this machine alone, so that health
 * checks from here get through whatever others do. Thread-safe.
 */
public final class ConnectionLimiter {
  private static final int MOST_RESERVED = 8;

  private final HttpConfig.Limits limits;
  private final int ofOneAddress;
  private final int ofOthers;
  private final LongSupplier nanoClock;
  private final Set<Connection> open = new LinkedHashSet<>();
  private final CompletableFuture<Boolean> drained = new CompletableFuture<>();
  private boolean draining;

  /** A limiter with no connection yet. */
  public ConnectionLimiter(HttpConfig config, LongSupplier nanoClock) {
    this.limits = config.limits();
    this.nanoClock = nanoClock;
    int most = limits.maxConnections();
    this.ofOthers = most - Math.min(MOST_RESERVED, most / 4);
    // A proxy's connections are those of all clients.
    this.ofOneAddress = config.behindProxy() ? most : limits.maxConnectionsPerAddress();
  }

  /** An open connection, until {@link #closed}. */
  public final class Connection {
    private final InetAddress peer;
    private long deadline;
    private boolean answering;
    private boolean cut;
    private @Nullable Runnable cutter;

    private Connection(InetAddress peer) {
      this.peer = peer;
      this.deadline = nanoClock.getAsLong() + limits.headerTimeout().toNanos();
    }

    private boolean isOutsider() {
      return !peer.isLoopbackAddress();
    }

    /** How it is closed from here; called at once where that is overdue. */
    public void onCut(Runnable action) {
      boolean now;
      synchronized (ConnectionLimiter.this) {
        cutter = action;
        now = cut;
      }
      if (now) {
        action.run();
      }
    }

    /** The header of a request has come whole; the answer takes its time. */
    public void requestCame() {
      synchronized (ConnectionLimiter.this) {
        answering = true;
      }
    }

    /** The answer has gone out; the next request is waited for. */
    public void answered() {
      Runnable end;
      synchronized (ConnectionLimiter.this) {
        answering = false;
        deadline = nanoClock.getAsLong() + limits.idleTimeout().toNanos();
        end = draining ? cut(this) : () -> {};
      }
      end.run();
    }

    /** It is closed, by whomever. */
    public void closed() {
      synchronized (ConnectionLimiter.this) {
        open.remove(this);
        completeWhenDrained();
      }
    }
  }

  /**
   * Admits a connection, or refuses it where no other one can give way.
   *
   * @param peer the address of its other end, a proxy's where there is one
   */
  public Optional<Connection> admit(InetAddress peer) {
    Connection added = new Connection(peer);
    List<Runnable> cuts = new ArrayList<>();
    boolean admitted;
    synchronized (this) {
      admitted =
          !draining
              && hasPlace(other -> other.peer.equals(peer), ofOneAddress, cuts)
              && (!added.isOutsider() || hasPlace(Connection::isOutsider, ofOthers, cuts))
              && hasPlace(other -> true, limits.maxConnections(), cuts);
      if (admitted) {
        open.add(added);
      }
    }
    cuts.forEach(Runnable::run);
    return admitted ? Optional.of(added) : Optional.empty();
  }

  /** Whether there are fewer connections of a kind, if need be by cutting the one that waits. */
  private boolean hasPlace(Predicate<Connection> kind, int most, List<Runnable> cuts) {
    List<Connection> those = open.stream().filter(kind).toList();
    if (those.size() < most) {
      return true;
    }
    Optional<Connection> longest =
        those.stream()
            .filter(each -> !each.answering)
            .min(Comparator.comparingLong(each -> each.deadline));
    longest.ifPresent(
        each -> {
          open.remove(each);
          cuts.add(cut(each));
        });
    return longest.isPresent();
  }

  private static Runnable cut(Connection connection) {
    connection.cut = true;
    Runnable cutter = connection.cutter;
    return cutter == null ? () -> {} : cutter;
  }

  /** Cuts the connections that have waited too long for a request. To be called often. */
  public void cutOverdue() {
    cutAll(each -> !each.answering && nanoClock.getAsLong() - each.deadline >= 0);
  }

  /**
   * Admits no more, and cuts each connection once its request is answered.
   *
   * @return completes when none is left
   */
  public CompletionStage<Boolean> drain() {
    synchronized (this) {
      draining = true;
      completeWhenDrained();
    }
    cutAll(each -> !each.answering);
    return drained;
  }

  /** Cuts all. */
  public void cutAll() {
    cutAll(each -> true);
  }

  private void cutAll(Predicate<Connection> kind) {
    List<Runnable> cuts;
    synchronized (this) {
      cuts = open.stream().filter(kind).map(ConnectionLimiter::cut).toList();
    }
    cuts.forEach(Runnable::run);
  }

  private void completeWhenDrained() {
    if (draining && open.isEmpty()) {
      drained.complete(true);
    }
  }

  /** How often {@link #cutOverdue} is called. */
  public Duration round() {
    Duration quarter = limits.headerTimeout().dividedBy(4);
    return quarter.compareTo(Duration.ofSeconds(1)) < 0 ? quarter : Duration.ofSeconds(1);
  }

  /** Connections that are open now. */
  public synchronized int size() {
    return open.size();
  }
}
