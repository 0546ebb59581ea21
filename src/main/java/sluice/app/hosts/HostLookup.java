package sluice.app.hosts;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.util.DaemonPool;
import sluice.core.util.IpLiteral;

/**
 * Resolver of names with a time limit. The system's resolver can't be interrupted, so it runs on a
 * bounded pool of threads of its own; who asks waits for the answer, may be interrupted, and gives
 * up after the limit. A name that several ask for is looked up once for all of them. So a name
 * server that doesn't answer holds a few threads here and no decoder's. Thread-safe.
 */
public final class HostLookup implements NameLookup {
  /** Shorter than sources have to be opened, so that the cause of the failure is this one. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  /** Look-ups at a time; more wait for one of them to return, within their own limit. */
  static final int THREADS = 8;

  private final NameLookup resolver;
  private final Duration limit;
  private final ConcurrentHashMap<String, Pending> pending = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads = DaemonPool.bounded("sluice-names-", THREADS);

  /** Of the system's name servers. */
  public HostLookup() {
    this(InetAddress::getAllByName, LIMIT);
  }

  /**
   * Of a resolver.
   *
   * @param resolver may block for as long as it likes
   * @param limit for each look-up, with the wait for a thread
   */
  public HostLookup(NameLookup resolver, Duration limit) {
    this.resolver = resolver;
    this.limit = limit;
  }

  /** A look-up that runs or waits for a thread; guarded by the map's entry. */
  private static final class Pending {
    final FutureTask<InetAddress[]> answer;
    int waiting;

    Pending(FutureTask<InetAddress[]> answer) {
      this.answer = answer;
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws NameServerSilentException when there is no answer within the limit
   * @throws SluiceException INPUT when the calling thread is interrupted, and stays so
   */
  @Override
  public InetAddress[] of(String host) throws UnknownHostException {
    Optional<InetAddress> literal = IpLiteral.parse(host);
    if (literal.isPresent()) {
      return new InetAddress[] {literal.get()};
    }
    Pending mine = pending.compute(host, (name, running) -> joined(name, running));
    try {
      return mine.answer.get(limit.toNanos(), TimeUnit.NANOSECONDS).clone();
    } catch (TimeoutException e) {
      throw new NameServerSilentException(host, limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SluiceException(
          ErrorCode.INPUT, "was stopped while the name " + host + " was looked up", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException) {
        throw new UnknownHostException(host);
      }
      throw Failures.unchecked("the look-up of " + host, e);
    } finally {
      pending.computeIfPresent(host, (name, running) -> left(mine, running));
    }
  }

  private Pending joined(String host, @Nullable Pending running) {
    Pending joined = running;
    if (joined == null || joined.answer.isDone()) {
      joined = new Pending(new FutureTask<>(() -> resolver.of(host)));
      threads.execute(joined.answer);
    }
    joined.waiting++;
    return joined;
  }

  /** The last one that waits takes a look-up away that is done or has no thread yet. */
  private @Nullable Pending left(Pending mine, Pending running) {
    if (running != mine || --mine.waiting > 0) {
      return running;
    }
    return mine.answer.isDone() || threads.remove(mine.answer) ? null : mine;
  }
}
