package sluice.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import sluice.core.Playback;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.stage.source.SourceLocation;
import sluice.stage.source.SourceOpener;
import sluice.stage.source.SourceReader;
import sluice.stage.source.SourceSettings;
import sluice.video.OpenMedia;
import sluice.video.decode.DecodedPicture;
import sluice.video.image.Scaler;

/**
 * A child JVM that opens media and may crash. Each line of standard input is a source; it is opened
 * as {@code sluice run} would, its pictures are scaled as for a model, and a line tells what came
 * of it. The line {@code ?} asks for memory, threads and descriptors.
 */
public final class MediaChild {
  private static final Duration OPEN_TIMEOUT = Duration.ofMillis(1500);
  private static final Duration READ_TIMEOUT = Duration.ofMillis(400);
  private static final int MOST_PICTURES = 40;
  private static final int SIDE = 64;

  private final MemorySegment target =
      Arena.global().allocate(3L * SIDE * SIDE + Scaler.SPARE_BYTES, 64);

  private MediaChild() {}

  /** Runs until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    MediaChild child = new MediaChild();
    PrintStream out = System.out;
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line;
    while ((line = in.readLine()) != null) {
      out.println(line.equals("?") ? facts() : child.open(line));
      out.flush();
    }
  }

  private String open(String source) {
    String result;
    try {
      result = read(source);
    } catch (SluiceException refused) {
      result = "refused\t" + refused.getMessage();
    } catch (Exception | StackOverflowError e) {
      return "wrong\t" + (e + " " + List.of(e.getStackTrace())).replaceAll("[\r\n]", " ");
    }
    if (OpenMedia.pictures() != 0 || OpenMedia.inputs() != 0) {
      return "wrong\tleft open: %d pictures, %d inputs"
          .formatted(OpenMedia.pictures(), OpenMedia.inputs());
    }
    return result.contains("\n")
        ? "wrong\tof more than one line: " + result.replace("\n", "\\n")
        : result;
  }

  private String read(String source) {
    SourceSettings settings =
        new SourceSettings(
            SourceLocation.parse(source),
            Playback.builder().openTimeout(OPEN_TIMEOUT).readTimeout(READ_TIMEOUT).build());
    int pictures = 0;
    String end = "";
    try (SourceReader reader = SourceOpener.of(settings).open(() -> false);
        Scaler scaler = new Scaler(Scaler.Kernel.BILINEAR)) {
      while (pictures < MOST_PICTURES && scaled(scaler, reader.next())) {
        pictures++;
      }
    } catch (SluiceException broken) {
      if (pictures == 0) {
        throw broken;
      }
      end = String.valueOf(broken.getMessage());
    }
    return "pictures\t" + pictures + "\t" + end;
  }

  private boolean scaled(Scaler scaler, DecodedPicture decoded) {
    if (decoded == null) {
      return false;
    }
    try (var picture = decoded.picture()) {
      scaler.scale(picture, target, 3 * SIDE, ChannelOrder.BGR, 0, 0, SIDE, SIDE);
      return true;
    }
  }

  private static String facts() throws IOException {
    String status = Files.readString(Path.of("/proc/self/status"));
    long descriptors;
    try (var list = Files.list(Path.of("/proc/self/fd"))) {
      descriptors = list.count() - 1;
    }
    return "facts\t%s MB resident, %s MB at most, %s threads, %d descriptors"
        .formatted(
            megabytes(status, "VmRSS"),
            megabytes(status, "VmHWM"),
            number(status, "Threads"),
            descriptors);
  }

  private static long megabytes(String status, String key) {
    return number(status, key) / 1024;
  }

  private static long number(String status, String key) {
    return status
        .lines()
        .filter(line -> line.startsWith(key + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(-1);
  }
}
