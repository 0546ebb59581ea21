package sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HeapMonitorTest {
  private static final long MEBIBYTE = 1 << 20;

  private final Logger logger = (Logger) LoggerFactory.getLogger(HeapMonitor.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final AtomicLong live = new AtomicLong();
  private final AtomicLong old = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger collections = new AtomicInteger();
  private final HeapMonitor heap =
      new HeapMonitor(
          live::get, () -> 100 * MEBIBYTE, old::get, collections::incrementAndGet, nanos::get);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(log);
  }

  private void check(long mebibytes) {
    live.set(mebibytes * MEBIBYTE);
    heap.check();
  }

  @Test
  void littleMemoryLeft_isWarnedOf_onceUntilThereIsMoreAgain() {
    check(79);
    assertThat(log.list).isEmpty();
    check(81);
    check(85);
    check(79);
    check(82);
    assertThat(log.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("81 MiB of 100 MiB", "SLUICE_HEAP");
    check(60);
    check(90);
    assertThat(log.list).hasSize(2);
  }

  @Test
  void muchOldGarbage_isCollected_onceAMinute() {
    old.set(36 * MEBIBYTE); // 16 are live, a quarter of it and 16 may be garbage
    nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
    check(16);
    assertThat(collections).hasValue(0);

    old.set(37 * MEBIBYTE);
    check(16);
    assertThat(collections).hasValue(1);

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
    check(16);
    assertThat(collections).hasValue(1);

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    check(16);
    assertThat(collections).hasValue(2);
  }

  @Test
  void whatIsLive_isNotCollectedAgainAndAgain() {
    nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
    old.set(60 * MEBIBYTE);
    check(60);
    assertThat(collections).hasValue(0);
  }

  @Test
  void process_hasALimit() {
    assertThat(HeapMonitor.ofProcess().limit()).isPositive();
    assertThat(HeapMonitor.ofProcess().used()).isPositive();
  }
}
