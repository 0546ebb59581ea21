package sluice.video;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sluice.testing.ChildJvm;

/**
 * Cameras in a process of their own, so that what they cost isn't taken for what reading them
 * costs; each shows the same clip, {@value Camera#RATE} pictures a second. For one thread.
 */
public final class CamerasProcess implements AutoCloseable {
  /** Pictures of a drawn clip, over and over. */
  public static final int PICTURES = CamerasServer.PICTURES;

  private final Process process;
  private final BufferedReader said;
  private final Writer asked;
  private final List<String> addresses;

  private CamerasProcess(Process process, int count) throws IOException {
    this.process = process;
    this.said = process.inputReader(StandardCharsets.UTF_8);
    this.asked = process.outputWriter(StandardCharsets.UTF_8);
    List<String> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      found.add(line());
    }
    this.addresses = List.copyOf(found);
  }

  /**
   * Cameras of a drawn clip of H.264 without B pictures; waits until it is drawn, which takes some
   * seconds where it is large.
   *
   * @param bits a second that come
   */
  public static CamerasProcess drawn(int count, int width, int height, int bits)
      throws IOException {
    return start(count, count, width + "x" + height, bits);
  }

  /** Cameras of a file of H.264, whose pictures come at the cameras' rate whatever their own. */
  public static CamerasProcess playing(int count, Path file) throws IOException {
    return start(count, count, file.toAbsolutePath());
  }

  private static CamerasProcess start(int count, Object... arguments) throws IOException {
    Process process =
        new ProcessBuilder(ChildJvm.command(CamerasServer.class, arguments))
            .redirectError(Redirect.INHERIT)
            .start();
    try {
      return new CamerasProcess(process, count);
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private String line() throws IOException {
    String line = said.readLine();
    if (line == null) {
      throw new IllegalStateException("the cameras' process has ended");
    }
    return line;
  }

  /** An address of each. */
  public List<String> addresses() {
    return addresses;
  }

  /** {@link Camera#sentNanos} of a camera, by the clock of {@link System#nanoTime} here. */
  public long[] sentNanos(int camera) {
    try {
      asked.append("sent " + camera + "\n").flush();
      String line = line();
      return line.isEmpty()
          ? new long[0]
          : Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends them at once. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
