package sluice.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import sluice.testing.ChildJvm;

/**
 * Fuzz target of media: malicious sources, opened by a JVM of their own. When that dies or hangs, a
 * new one goes on.
 */
final class MediaTarget implements FuzzTarget {
  private static final String MARK = "MARKED-BY-THE-TEST";
  private static final int DEADLINE_SECONDS = 15;
  private static final int FILE_CASES = 5;
  private static final String DEAD = "";

  private final Path folder;
  private final List<RtpSeed> seeds;
  private final BiFunction<Random, List<RtpSeed>, RtspCase> maker;
  private final boolean filesToo;
  private final FuzzCamera camera;
  private final List<String> facts = new ArrayList<>();
  private @Nullable Process child;
  private LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private int children;

  private MediaTarget(
      Path folder, BiFunction<Random, List<RtpSeed>, RtspCase> maker, boolean filesToo)
      throws IOException {
    this.folder = folder;
    this.seeds = RtpSeed.all(folder);
    this.maker = maker;
    this.filesToo = filesToo;
    this.camera = new FuzzCamera(new RtspCase(Map.of(), new byte[0], false));
  }

  /**
   * Descriptions, one in five of them as a file.
   *
   * @param folder keeps what is said and what led to findings
   */
  static MediaTarget sdp(Path folder) throws IOException {
    return new MediaTarget(folder, RtspCase::ofSdp, true);
  }

  /** Answers and packets. */
  static MediaTarget rtsp(Path folder) throws IOException {
    return new MediaTarget(folder, RtspCase::ofRtsp, false);
  }

  @Override
  public String run(long number, Random random) throws Exception {
    RtspCase script = maker.apply(random, seeds);
    boolean file = filesToo && number % FILE_CASES == 0;
    String source = "rtsp://viewer:%s@127.0.0.1:%d/cam".formatted(MARK, camera.port());
    if (file) {
      String sdp = script.answers().getOrDefault("DESCRIBE", "");
      Path text = folder.resolve("case.sdp");
      Files.write(text, Damage.latin(sdp.substring(sdp.indexOf("\r\n\r\n") + 4)));
      source = text.toString();
    }
    camera.play(script);
    try {
      String answer = ask(source);
      return judged(answer, file);
    } catch (Finding finding) {
      Files.write(folder.resolve("case-" + number + ".txt"), script.transcript());
      throw finding;
    } finally {
      camera.hangUp();
    }
  }

  private static String judged(String answer, boolean file) throws Finding {
    if (answer.contains(MARK)) {
      throw Finding.of("a password is told: " + answer);
    }
    String[] parts = answer.split("\t", 3);
    return switch (parts[0]) {
      case "pictures" -> {
        if (file) {
          throw Finding.of("a description in a file was opened: " + answer);
        }
        yield "pictures";
      }
      case "refused" -> file ? "refused, as a file" : "refused: " + reason(parts[1]);
      default -> throw Finding.of(answer);
    };
  }

  /** The sort of a refusal, without names and numbers. */
  static String reason(String message) {
    for (String known :
        List.of(
            "no picture within",
            "silent for",
            "closed the connection",
            "holds no pictures",
            "not a video",
            "can't be decoded",
            "none of the last",
            "can't start",
            "no picture",
            "reading failed",
            "can't be opened")) {
      if (message.contains(known)) {
        return known;
      }
    }
    return "other";
  }

  private String ask(String source) throws Exception {
    Process process = running();
    process.outputWriter(StandardCharsets.UTF_8).append(source).append('\n').flush();
    String answer = lines.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    if (answer == null) {
      String stacks = stacks(process);
      end();
      throw Finding.of("no answer within " + DEADLINE_SECONDS + " s; " + stacks);
    }
    if (answer.equals(DEAD)) {
      int code = process.waitFor();
      String frame = problematicFrame(process);
      child = null;
      String what = "the process ended with %d; %s".formatted(code, frame);
      throw frame.contains("[libav") || frame.contains("[libsw")
          ? Finding.foreign(what)
          : Finding.of(what);
    }
    return answer;
  }

  private Process running() throws IOException {
    Process running = child;
    if (running != null) {
      return running;
    }
    children++;
    Process started =
        new ProcessBuilder(
                ChildJvm.command(
                    List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + folder.resolve("hs_err_%p.log")),
                    MediaChild.class))
            .redirectError(folder.resolve("child-" + children + ".log").toFile())
            .start();
    LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();
    Thread.ofVirtual().name("fuzz answers").start(() -> listen(started, said));
    lines = said;
    child = started;
    return started;
  }

  private static void listen(Process process, LinkedBlockingQueue<String> said) {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = out.readLine()) != null) {
        if (line.matches("(?s)(pictures|refused|wrong|facts)\t.*")) {
          said.add(line);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // Dead.
    }
    said.add(DEAD);
  }

  /** The first frame of a library in the JVM's report of its crash. */
  private String problematicFrame(Process process) throws IOException {
    Path report = folder.resolve("hs_err_" + process.pid() + ".log");
    if (!Files.exists(report)) {
      return "no report of the JVM; it said: " + lastWords();
    }
    List<String> frames =
        Files.readAllLines(report, StandardCharsets.ISO_8859_1).stream()
            .filter(line -> line.startsWith("C  ["))
            .toList();
    return frames.stream()
        .filter(line -> line.contains("[libav") || line.contains("[libsw"))
        .findFirst()
        .orElse(frames.isEmpty() ? "no native frame" : frames.getFirst());
  }

  /** The C library ends a process whose heap is damaged without the JVM's report. */
  private String lastWords() throws IOException {
    Path log = folder.resolve("child-" + children + ".log");
    List<String> said = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    return said.isEmpty() ? "nothing" : said.getLast();
  }

  private static String stacks(Process process) throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jstack").toString(),
                Long.toString(process.pid()))
            .redirectErrorStream(true)
            .start();
    String all = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int main = Math.max(0, all.indexOf("\"main\""));
    return all.substring(main, Math.min(all.length(), main + 1500)).replaceAll("\\s+", " ");
  }

  @Override
  public List<String> facts() {
    return List.copyOf(facts);
  }

  @Override
  public void note(long done) throws Exception {
    if (child != null) {
      facts.add("after %d: %s".formatted(done, ask("?").split("\t", 2)[1]));
    }
  }

  private void end() {
    Process process = child;
    child = null;
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() throws IOException {
    end();
    camera.close();
    for (int number = 1; number <= children; number++) {
      Path log = folder.resolve("child-" + number + ".log");
      if (Files.readString(log, StandardCharsets.ISO_8859_1).contains(MARK)) {
        throw new IllegalStateException("a password is told in " + log);
      }
    }
  }
}
