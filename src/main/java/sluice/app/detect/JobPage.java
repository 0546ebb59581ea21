package sluice.app.detect;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;
import sluice.app.page.PageAddress;
import sluice.app.page.ProcessTelemetry;
import sluice.app.page.ServerLifecycle;
import sluice.app.page.StreamPictures;
import sluice.config.settings.HttpConfig;
import sluice.core.SluiceException;
import sluice.core.SluiceVersion;
import sluice.http.HttpServer;
import sluice.http.api.JobPorts;
import sluice.metrics.RunMetrics;
import sluice.telemetry.Telemetry;

/**
 * The live-view server of a job: an HTTP server on a free loopback port with live pictures of the
 * job's inputs. Closed after the inputs have ended. Thread-safe.
 */
final class JobPage implements AutoCloseable {
  /** How long a job waits at most for a viewer before it begins. */
  static final Duration FIRST_VIEWER = Duration.ofSeconds(10);

  /** How long the last pictures stay at most for the viewers. */
  static final Duration LAST_PICTURES = Duration.ofSeconds(10);

  /** Grace period: a viewer that navigates or reloads has not left. */
  private static final Duration BETWEEN_PAGES = Duration.ofSeconds(2);

  private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

  /** As {@code sluice.http.live-fps} by default. */
  private static final int LIVE_FPS = 10;

  /** For the user who started the job: few clients, and read-only. */
  private static final HttpConfig HTTP =
      new HttpConfig(
          "127.0.0.1",
          0,
          Optional.empty(),
          Map.of(),
          Optional.empty(),
          false,
          Set.of(),
          LIVE_FPS,
          new HttpConfig.Limits(
              4_096,
              64,
              64,
              8,
              8,
              1,
              200,
              1,
              Duration.ofSeconds(30),
              Duration.ofSeconds(10),
              Duration.ofSeconds(60)));

  private final StreamPictures pictures = new StreamPictures(LIVE_FPS);
  private final ViewerPresence viewers = new ViewerPresence(pictures);
  private final Telemetry telemetry = ProcessTelemetry.of(pictures, InstantSource.system(), false);
  private final JobStreams streams;
  private final HttpServer server;

  private JobPage(DetectSettings settings, List<RunMetrics> metrics, ActorSystem<?> system) {
    streams = new JobStreams(settings, metrics, telemetry, pictures);
    JobPorts ports = new JobPorts(streams, streams::statuses, pictures, viewers);
    try {
      server =
          ServerLifecycle.await(
              HttpServer.startForJob(system, HTTP, ports, telemetry, SluiceVersion.NUMBER),
              "--show");
    } catch (RuntimeException e) {
      pictures.close();
      telemetry.close();
      throw e;
    }
  }

  /**
   * Begins to listen; no input is read.
   *
   * @param metrics of each input of the settings, in their order
   * @param system runs the server
   * @throws SluiceException when no port can be had
   */
  static JobPage open(DetectSettings settings, List<RunMetrics> metrics, ActorSystem<?> system) {
    return new JobPage(settings, metrics, system);
  }

  /** The job's inputs in their order, to be notified of their progress. */
  List<JobStream> inputs() {
    return streams.inOrder();
  }

  /** Reports the page's address, and waits for a viewer; not for long, nor after the end. */
  void awaitViewer(DetectProgress progress) {
    URI page = PageAddress.of(HTTP, server.address().getPort());
    progress.showing(page, FIRST_VIEWER);
    viewers.awaitSome(FIRST_VIEWER);
  }

  /** Keeps the last pictures for the viewers; not for long, nor after the end. */
  void awaitLastLook(DetectProgress progress) {
    if (viewers.awaitSome(Duration.ZERO)) {
      progress.lingering(LAST_PICTURES);
      viewers.awaitNone(BETWEEN_PAGES, LAST_PICTURES);
    }
  }

  /** Ends all waiting for viewers. */
  void end() {
    viewers.release();
  }

  @Override
  public void close() {
    ServerLifecycle.close(server, LAST_ANSWERS);
    pictures.close();
    telemetry.close();
  }
}
