package sluice.fuzz;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.core.DecoderCrashException;
import sluice.core.Picture;
import sluice.core.Playback;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.core.source.TlsTrust;
import sluice.stage.source.SourceAccess;
import sluice.stage.source.SourceLocation;
import sluice.stage.source.SourceOpener;
import sluice.stage.source.SourceProgress;
import sluice.stage.source.SourceReader;
import sluice.stage.source.SourceSettings;
import sluice.testing.DecoderRemains;
import sluice.testing.ProcessFootprint;
import sluice.video.decode.DecodedPicture;
import sluice.video.image.Scaler;
import sluice.video.isolation.remote.HelperProgram;
import sluice.video.isolation.remote.IsolatedInputs;

/**
 * Fuzz target of decoders' processes: malicious cameras, opened by this process as a service does
 * that isolates them. What ends or hangs such a process is what they are for; this one must go on.
 */
final class IsolatedTarget implements FuzzTarget {
  private static final String MARK = "MARKED-BY-THE-TEST";
  private static final Duration OPEN_TIMEOUT = Duration.ofMillis(1500);
  private static final Duration READ_TIMEOUT = Duration.ofMillis(400);

  /** The longest time in which a process starts, both timeouts and what is granted beyond them. */
  private static final int DEADLINE_SECONDS = 40;

  private static final int MOST_PICTURES = 40;
  private static final int SIDE = 64;
  private static final Pattern ENDED = Pattern.compile("process ended \\((.*)\\)");
  private static final Pattern LIED =
      Pattern.compile("told what can't be and was ended \\((.*)\\)");

  private final Path folder;
  private final List<RtpSeed> seeds;
  private final FuzzCamera camera;
  private final IsolatedInputs inputs = new IsolatedInputs(HelperProgram.ofThisProcess());
  private final MemorySegment target =
      Arena.global().allocate(3L * SIDE * SIDE + Scaler.SPARE_BYTES, Scaler.SPARE_BYTES);
  private final List<String> facts = new ArrayList<>();

  /**
   * Cameras whose answers, packets or both are damaged.
   *
   * @param folder keeps what led to findings
   */
  IsolatedTarget(Path folder) throws IOException {
    this.folder = folder;
    this.seeds = RtpSeed.all(folder);
    this.camera = new FuzzCamera(new RtspCase(Map.of(), new byte[0], false));
  }

  @Override
  public String run(long number, Random random) throws Exception {
    RtspCase script = RtspCase.ofRtsp(random, seeds);
    camera.play(script);
    try {
      String outcome = read();
      requireNothingLeft();
      return outcome;
    } catch (Finding finding) {
      Files.write(folder.resolve("case-" + number + ".txt"), script.transcript());
      throw finding;
    } finally {
      camera.hangUp();
    }
  }

  /** Reads the camera on a thread of its own, as a stream has it. */
  private String read() throws Finding, InterruptedException {
    String source = "rtsp://viewer:%s@127.0.0.1:%d/cam".formatted(MARK, camera.port());
    AtomicBoolean cancelled = new AtomicBoolean();
    FutureTask<String> reading = new FutureTask<>(() -> read(source, cancelled));
    Thread thread = Thread.ofPlatform().daemon().name("fuzz reader").start(reading);
    try {
      return reading.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      String stack = Arrays.toString(thread.getStackTrace());
      cancelled.set(true);
      throw Finding.of("no end within " + DEADLINE_SECONDS + " s; " + stack);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Finding finding) {
        throw finding;
      }
      throw Finding.of(e.getCause() + " " + Arrays.toString(e.getCause().getStackTrace()));
    }
  }

  private String read(String source, AtomicBoolean cancelled) throws Finding {
    SourceSettings settings =
        new SourceSettings(
            SourceLocation.parse(source),
            Playback.builder().openTimeout(OPEN_TIMEOUT).readTimeout(READ_TIMEOUT).build());
    SourceReader.Opener opener =
        SourceOpener.of(
            settings, SourceAccess.any(TlsTrust.SYSTEM), new SourceProgress(), List.of(), inputs);
    int pictures = 0;
    try (SourceReader reader = opener.open(cancelled::get);
        Scaler scaler = new Scaler(Scaler.Kernel.BILINEAR)) {
      try {
        while (pictures < MOST_PICTURES && scaled(scaler, reader.next())) {
          pictures++;
        }
        return "pictures";
      } catch (DecoderCrashException crash) {
        requireNoMore(reader);
        return "pictures, then " + outcome(crash);
      } catch (SluiceException broken) {
        return pictures == 0 ? outcome(broken) : "pictures";
      }
    } catch (SluiceException refused) {
      return outcome(refused);
    }
  }

  private boolean scaled(Scaler scaler, DecodedPicture decoded) {
    if (decoded == null) {
      return false;
    }
    try (Picture picture = decoded.picture()) {
      scaler.scale(picture, target, 3 * SIDE, ChannelOrder.BGR, 0, 0, SIDE, SIDE);
      return true;
    }
  }

  /** What has crashed or lied gives no picture any more. */
  private static void requireNoMore(SourceReader reader) throws Finding {
    try {
      DecodedPicture more = reader.next();
      if (more != null) {
        more.picture().close();
        throw Finding.of("a picture of a process that has crashed or lied");
      }
    } catch (SluiceException expected) {
      // It says again that there is nothing.
    }
  }

  /** A failure in a few words, without names and numbers. */
  private static String outcome(SluiceException failure) throws Finding {
    String message = String.valueOf(failure.getMessage());
    if (message.contains(MARK)) {
      throw Finding.of("a password is told: " + message);
    }
    if (message.contains("\n")) {
      throw Finding.of("of more than one line: " + message.replace("\n", "\\n"));
    }
    if (!(failure instanceof DecoderCrashException)) {
      return "refused: " + MediaTarget.reason(message);
    }
    Matcher ended = ENDED.matcher(message);
    if (ended.find()) {
      return "crashed: " + ended.group(1);
    }
    Matcher lied = LIED.matcher(message);
    if (lied.find()) {
      return "lied: " + lied.group(1).replaceAll("\\d+", "N");
    }
    if (message.contains("said nothing")) {
      return "hung";
    }
    throw Finding.of(message); // it never started
  }

  private void requireNothingLeft() throws Finding {
    DecoderRemains remains = DecoderRemains.now();
    if (!remains.isNothing()) {
      remains = DecoderRemains.settled(); // the thread that watched it ends by itself
    }
    if (!remains.isNothing() || inputs.running() != 0) {
      throw Finding.of("left: " + remains);
    }
  }

  @Override
  public List<String> facts() {
    return List.copyOf(facts);
  }

  @Override
  public void note(long done) {
    ProcessFootprint held = ProcessFootprint.now();
    facts.add(
        "after %d: %d MB resident, %d threads, %d descriptors"
            .formatted(done, held.kilobytes() / 1024, held.threads(), held.descriptors()));
  }

  @Override
  public void close() throws IOException {
    inputs.close();
    camera.close();
  }
}
