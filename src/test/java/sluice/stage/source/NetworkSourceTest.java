package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.core.Playback;
import sluice.core.SluiceException;
import sluice.core.source.SourceAddress;
import sluice.core.source.TlsTrust;
import sluice.video.demux.ConnectionTarget;
import sluice.video.demux.RedirectedException;

/** How long the targets of redirects may take to be opened. */
class NetworkSourceTest {
  private static final Duration LIMIT = Duration.ofMillis(30);

  private final List<Duration> given = new ArrayList<>();

  /** The start of a process may take all of the time, before a server is asked for anything. */
  @Test
  void targetOfARedirect_hasTimeEvenWhereNothingIsLeft() {
    String opened =
        source(LIMIT)
            .open(
                settings -> {
                  given.add(settings.openTimeout());
                  if (given.size() == 1) {
                    passes(LIMIT);
                    throw redirect("rtsp://cam.test/b");
                  }
                  return settings.displayName();
                });

    assertThat(opened).isEqualTo("rtsp://cam.test/b");
    assertThat(given.get(1)).isEqualTo(LIMIT.dividedBy(3));
  }

  @Test
  void targetOfARedirect_hasWhatIsLeft() {
    Duration limit = Duration.ofHours(1);
    source(limit)
        .open(
            settings -> {
              given.add(settings.openTimeout());
              if (given.size() == 1) {
                throw redirect("rtsp://cam.test/b");
              }
              return given;
            });

    assertThat(given.get(1)).isBetween(limit.dividedBy(2), limit);
  }

  @Test
  void redirectsWithoutEnd_takeNoMoreThanTheirShares() {
    assertThatThrownBy(
            () ->
                source(LIMIT)
                    .open(
                        settings -> {
                          given.add(settings.openTimeout());
                          passes(settings.openTimeout());
                          throw redirect("rtsp://cam.test/b");
                        }))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("redirects more than " + NetworkSource.MOST_REDIRECTS + " times");

    assertThat(given)
        .hasSize(NetworkSource.MOST_REDIRECTS + 1)
        .allMatch(each -> each.compareTo(LIMIT) <= 0);
    assertThat(given.subList(1, given.size())).containsOnly(LIMIT.dividedBy(3));
  }

  private static NetworkSource source(Duration openTimeout) {
    return new NetworkSource(
        new SourceSettings(
            SourceLocation.parse("rtsp://cam.test/a"),
            Playback.builder().openTimeout(openTimeout).build()),
        _ -> new ConnectionTarget(InetAddress.getLoopbackAddress(), TlsTrust.SYSTEM));
  }

  private static RedirectedException redirect(String target) {
    return new RedirectedException("rtsp://cam.test/a", new SourceAddress(target));
  }

  private static void passes(Duration time) {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun <= time.toNanos()) {
      Thread.onSpinWait();
    }
  }
}
