package sluice.http.live;

import java.time.Duration;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.SharedKillSwitch;
import sluice.config.settings.HttpConfig;
import sluice.telemetry.EventLog;
import sluice.telemetry.ViewerCount;

/**
 * Shared context of the clients of live pictures.
 *
 * @param system runs streams and timers
 * @param limits bounds
 * @param tickets let pages in
 * @param viewers counts the viewers
 * @param feed the event log
 * @param pictures gives pictures
 * @param version Sluice's
 * @param end ends all answers that have no end of their own
 */
public record LiveContext(
    ActorSystem<?> system,
    HttpConfig.Limits limits,
    Tickets tickets,
    ViewerCount viewers,
    EventLog feed,
    LivePictures pictures,
    String version,
    SharedKillSwitch end) {

  Cancellable later(Duration delay, Runnable task) {
    return system.scheduler().scheduleOnce(delay, task, system.executionContext());
  }

  Cancellable every(Duration period, Runnable task) {
    return system
        .scheduler()
        .scheduleWithFixedDelay(period, period, task, system.executionContext());
  }

  /** Interval of heartbeats: as configured, and well under the idle timeout of the connection. */
  Duration silence(Duration requested) {
    Duration half = limits.idleTimeout().dividedBy(2);
    return half.compareTo(requested) < 0 ? half : requested;
  }

  boolean isFull() {
    return viewers.count() >= limits.maxLiveClients();
  }

  String fullText() {
    return limits.maxLiveClients() + " clients watch already (sluice.http.limits.max-live-clients)";
  }
}
