package sluice.app.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** Names at a resolver that doesn't answer until the test lets it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostLookupTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  private final CountDownLatch answers = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  private InetAddress[] hang(String host) throws UnknownHostException {
    asked.incrementAndGet();
    boolean interrupted = false;
    while (true) { // as the system's resolver, it can't be interrupted
      try {
        answers.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (host.equals("nowhere")) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {InetAddress.ofLiteral("10.0.0.7")};
  }

  @AfterEach
  void end() {
    answers.countDown();
    callers.close();
  }

  @Test
  void nameServerThatHangs_isGivenUp() {
    HostLookup lookup = new HostLookup(this::hang, SHORT);
    assertThatThrownBy(() -> lookup.of("cam"))
        .isInstanceOf(NameServerSilentException.class)
        .hasMessage("cam");
    assertThatThrownBy(() -> lookup.of("cam")).isInstanceOf(NameServerSilentException.class);
    assertThat(asked).as("look-ups that hang for one name").hasValue(1);
  }

  @Test
  void threadsAreBounded_andNamesAreFoundAgain_whenTheServerAnswers() throws Exception {
    HostLookup lookup = new HostLookup(this::hang, SHORT);
    List<CompletableFuture<Void>> all =
        IntStream.range(0, 5 * HostLookup.THREADS)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () ->
                            assertThatThrownBy(() -> lookup.of("cam-" + i))
                                .isInstanceOf(NameServerSilentException.class),
                        callers))
            .toList();
    CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).join();
    assertThat(asked.get()).isLessThanOrEqualTo(HostLookup.THREADS);

    answers.countDown();
    HostLookup patient = new HostLookup(this::hang, Duration.ofSeconds(50));
    assertThat(patient.of("cam")).containsExactly(InetAddress.ofLiteral("10.0.0.7"));
    assertThatThrownBy(() -> patient.of("nowhere")).isExactlyInstanceOf(UnknownHostException.class);
    await()
        .untilAsserted(
            () ->
                assertThat(lookup.of("cam-1")).containsExactly(InetAddress.ofLiteral("10.0.0.7")));
  }

  @Test
  void addressesAreNotLookedUp() throws UnknownHostException {
    HostLookup lookup = new HostLookup(this::hang, SHORT);
    assertThat(lookup.of("10.1.2.3")).containsExactly(InetAddress.ofLiteral("10.1.2.3"));
    assertThat(lookup.of("fc00::1")).containsExactly(InetAddress.ofLiteral("fc00::1"));
    assertThat(asked).hasValue(0);
  }

  @Test
  void interrupt_endsTheWait() {
    HostLookup lookup = new HostLookup(this::hang, Duration.ofHours(1));
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    lookup.of("cam");
                  } catch (UnknownHostException | RuntimeException e) {
                    ended.complete(e);
                  }
                });
    await().until(() -> asked.get() == 1);
    caller.interrupt();
    assertThat(ended.join())
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT));
  }
}
