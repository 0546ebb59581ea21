package sluice.app.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.app.hosts.HostLookup;
import sluice.config.settings.HostRules;
import sluice.config.settings.Isolation;
import sluice.config.settings.SecurityConfig;
import sluice.config.settings.StreamConfig;
import sluice.core.ErrorCode;
import sluice.core.Picture;
import sluice.core.ProbeReport;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.StreamFacts;
import sluice.core.model.ChannelOrder;
import sluice.core.source.SourceAddress;
import sluice.service.SourceProbe;
import sluice.stage.source.SourceProgress;
import sluice.stage.source.SourceReader;
import sluice.video.decode.DecodedPicture;
import sluice.video.demux.StreamSurvey;
import sluice.video.encode.Jpeg;
import sluice.video.image.Canvas;
import sluice.video.image.Scaler;

/**
 * Prober of sources, each on a thread of its own, a few at a time. A source that hangs in native
 * code keeps its thread and its place, and no more than that.
 */
public final class SourceProber implements SourceProbe {
  /** How long a source may take to give its first picture. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** How long a second key frame is waited for. */
  private static final Duration KEY_FRAME_WAIT = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(SourceProber.class);
  private static final int AT_A_TIME = 4;

  private final SourceGuard guard;
  private final DecoderIsolation isolation;
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          AT_A_TIME,
          1,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("sluice-probe-", 1).factory());

  /**
   * A prober within rules.
   *
   * @param isolation which sources are decoded in processes of their own
   */
  SourceProber(SourceGuard guard, DecoderIsolation isolation) {
    this.guard = guard;
    this.isolation = isolation;
  }

  /**
   * For callers that may open whatever this process can open, such as a user at the command line.
   *
   * @param caFile of authorities that are trusted beside the system's
   */
  public static SourceProber unbound(Optional<Path> caFile) {
    SecurityConfig all =
        new SecurityConfig(
            Set.copyOf(SourceAddress.SCHEMES),
            HostRules.unbound(),
            HostRules.unbound(),
            List.of(Path.of("/")),
            caFile,
            Isolation.OFF,
            false);
    return new SourceProber(
        new SourceGuard(() -> all, new HostLookup()), new DecoderIsolation(() -> all));
  }

  @Override
  public CompletionStage<ProbeReport> probe(Target target) {
    try {
      return CompletableFuture.supplyAsync(() -> look(target), threads);
    } catch (RejectedExecutionException busy) {
      return CompletableFuture.failedStage(
          new SluiceException(
              ErrorCode.INPUT,
              target.source()
                  + ": "
                  + AT_A_TIME
                  + " sources are being looked at already; try again later"));
    }
  }

  private ProbeReport look(Target target) {
    SourceAddress source = target.source();
    StreamConfig config =
        StreamConfig.of("probe", source, "")
            .withTls(target.tls(), target.tlsFingerprint())
            .withTransport(target.transport());
    StreamSurvey survey = new StreamSurvey();
    GuardedOpener opener =
        new GuardedOpener(
            config,
            guard,
            target.fromApi(),
            TIMEOUT,
            0,
            new SourceProgress(),
            List.of(survey),
            new RunInputs(() -> isolation.inputs(source, target.fromApi())));
    long start = System.nanoTime();
    BooleanSupplier tooLate = () -> System.nanoTime() - start > 2 * TIMEOUT.toNanos();
    try (SourceReader reader = opener.open(tooLate)) {
      DecodedPicture first = reader.next();
      if (first == null) {
        throw new SluiceException(
            ErrorCode.INPUT,
            source + ": holds no picture that can be decoded (expected: a video or an image)");
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      try (Picture picture = first.picture()) {
        readOn(reader, survey);
        SourceInfo info = reader.info();
        Optional<StreamFacts> stream = survey.facts(info.details().clock());
        return new ProbeReport(info, reader.codec(), stream, took, jpeg(picture));
      }
    }
  }

  /** Until the second key frame; a source that breaks off meanwhile was found out about already. */
  private static void readOn(SourceReader reader, StreamSurvey survey) {
    long begun = System.nanoTime();
    try {
      while (!survey.isComplete() && System.nanoTime() - begun < KEY_FRAME_WAIT.toNanos()) {
        DecodedPicture next = reader.next();
        if (next == null) {
          return;
        }
        next.picture().close();
      }
    } catch (SluiceException e) {
      LOG.debug("the source broke off while its key frames were looked for", e);
    }
  }

  private static byte[] jpeg(Picture picture) {
    try (Canvas canvas = new Canvas(picture.displayWidth(), picture.displayHeight());
        Scaler scaler = new Scaler(Scaler.Kernel.BILINEAR)) {
      scaler.scale(
          picture,
          canvas.pixels(),
          canvas.stride(),
          ChannelOrder.BGR,
          0,
          0,
          canvas.width(),
          canvas.height());
      return Jpeg.encode(canvas);
    }
  }
}
