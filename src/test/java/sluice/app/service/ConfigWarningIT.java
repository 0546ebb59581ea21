package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import sluice.testing.LiveService;

/** What is hardly meant in a configuration is logged when it comes into force. */
@Timeout(120)
class ConfigWarningIT {
  @TempDir Path folder;

  @Test
  void aZoneThatCutsItself_isLoggedOnce_atTheStartAndAtEachReload() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(ServiceAssembly.class);
    log.start();
    logger.addAppender(log);
    try (LiveService service = new LiveService(configure("bow"))) {
      assertThat(warnings(log)).singleElement().asString().contains("lobby.zones.bow.points");

      configure("tie");
      service.control().reload().toCompletableFuture().get(60, TimeUnit.SECONDS);

      assertThat(warnings(log))
          .hasSize(2)
          .last()
          .asString()
          .startsWith("sluice.streams.lobby.zones.tie.points: a polygon that cuts itself (");
    } finally {
      logger.detachAppender(log);
    }
  }

  private Path configure(String zone) throws IOException {
    return Files.writeString(
        folder.resolve("sluice.conf"),
        """
        sluice {
          data-dir = "%s"
          streams.lobby {
            source = "%s"
            zones.%s.points = [[0.1, 0.1], [0.9, 0.9], [0.9, 0.1], [0.1, 0.9]]
          }
        }
        """
            .formatted(folder.resolve("data"), folder.resolve("no-such.mp4"), zone));
  }

  private static List<String> warnings(ListAppender<ILoggingEvent> log) {
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
