package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.testing.FreePort;
import sluice.testing.MakerModels;
import sluice.testing.OldOpenVino;
import sluice.testing.PlainOpenVino;
import sluice.testing.Shell;
import sluice.testing.UnprivilegedUser;

/**
 * Whatever a user does wrong ends with its exit code and one line on standard error that says what
 * was wrong; without a stack trace, a secret, or a file left behind. Each line of the table is run
 * by a shell, with the command that the build has packaged.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the lines are for a POSIX shell")
class BadInputIT {
  /**
   * What it is | exit code | what is run | what the line on standard error holds, parted by {@code
   * &}. {@code sluice} goes before a command where nothing else does. {@code $in} is the folder of
   * {@link BrokenInputFiles}; {@code $V}, {@code $M} and {@code $O} are a video, a model and
   * outputs that nothing is wrong with; {@code $NOBODY} runs a command as {@link UnprivilegedUser}.
   */
  private static final String TABLE =
      """
      # inputs
      missing file          | 4 | detect $in/missing.mp4 $M $O                      | missing.mp4 does not exist & expected: a video or a picture & check its name
      empty file            | 4 | detect $in/empty.mp4 $M $O                        | empty.mp4 is empty & expected: a video or a picture & fetch it again
      cut file              | 4 | detect $in/cut.mp4 $M $O                          | cut.mp4: can't be opened & cut short & moov atom not found & fetch it again
      random bytes          | 4 | detect $in/random.mp4 $M $O                       | random.mp4: can't be opened & damaged, cut short, or of another format & fetch it again
      text named .mp4       | 4 | detect $in/text.mp4 $M $O                         | text.mp4: can't be opened & damaged, cut short, or of another format
      header, no frames     | 4 | detect $in/header-only.avi $M $O                  | header-only.avi & expected: a video or a picture
      unreadable file       | 4 | $NOBODY sluice detect $in/secret.mkv $M           | secret.mkv may not be read: permission denied & let this user read
      a folder of texts     | 4 | detect $in/texts $M $O                            | texts: no images found & expected: files that end in bmp
      a folder of garbage   | 4 | detect $in/broken-pictures $M $O                  | broken-pictures: none of its 2 images can be decoded & expected: at least one
      no file matches       | 4 | detect "$in/*.jpg" $M $O                          | *.jpg: no images found
      unknown codec         | 4 | detect $in/unknown-codec.avi $M $O                | unknown-codec.avi: its pictures are coded as & ZZQQ & expected: H.264 & convert it
      sound only            | 4 | detect $in/sound.mkv $M $O                         | sound.mkv: holds no pictures, sound or data only & expected: a video & name another
      a format not read     | 4 | detect $in/sound.wav $M $O                        | sound.wav: can't be opened: this is not a video or picture that can be read here & expected: MP4, Matroska & convert it
      a device, no file     | 4 | detect /dev/zero $M $O                            | /dev/zero is not a regular file & expected: a video or a picture
      no such camera        | 4 | detect camera:99 $M $O                            | /dev/video99: no such camera & expected:
      nothing left          | 4 | detect $in/clip.mkv --skip-first 3 $M $O          | clip.mkv: has nothing left after skip-first: 3 & less than its 3 pictures
      # addresses
      dead host             | 4 | detect rtsp://me:secret@nohost.invalid/cam $M $O --timeout 20 | rtsp://***@nohost.invalid/cam: the name nohost.invalid leads nowhere & check it
      address without host  | 4 | detect http://me:secret@192.0.2.1/cam?token=secret $M $O --timeout 1 | http://***@192.0.2.1/cam?token=***: & check address, camera and network
      refused port          | 4 | detect rtsp://me:secret@127.0.0.1:$REFUSED/cam $M $O | 127.0.0.1:$REFUSED/cam: can't be opened: Connection refused & check address
      silent camera         | 4 | detect rtsp://me:secret@127.0.0.1:$SILENT/cam $M $O --timeout 1 | 127.0.0.1:$SILENT/cam: no picture within 1.0 s; check address, camera and network, or allow it more time
      silent web server     | 4 | detect http://me:secret@127.0.0.1:$SILENT/a.mp4 $M $O --timeout 1 | 127.0.0.1:$SILENT/a.mp4: no picture within 1.0 s
      concat:               | 2 | detect "concat:$in/clip.mkv" $M $O                | addresses of 'concat:' are not read & expected: a file
      subfile:              | 2 | detect "subfile,,start,0,end,9,,:$in/clip.mkv" $M $O | addresses of 'subfile:' are not read & expected: a file
      pipe:                 | 2 | detect pipe:0 $M $O                               | addresses of 'pipe:' are not read & expected: a file
      data:                 | 2 | detect data:video/mp4,AAAA $M $O                  | addresses of 'data:' are not read & expected: a file
      crypto:               | 2 | detect "crypto:$in/clip.mkv" $M $O                | addresses of 'crypto:' are not read
      ftp: with a password  | 2 | detect ftp://me:secret@host/a.mp4 $M $O           | ftp://***@host/a.mp4 & addresses of 'ftp:' are not read
      half an address       | 2 | detect rtsp:// $M $O                              | rtsp://: is no address & expected: rtsp://HOST/PATH
      # models
      missing model         | 5 | detect $V -m $in/missing.xml $O                   | model $in/missing.xml does not exist & expected: OpenVINO IR & check its name
      zero-byte IR          | 5 | detect $V -m $in/empty.xml $O                     | model $in/empty.xml is empty & expected: OpenVINO IR & fetch it again
      zero-byte ONNX        | 5 | detect $V -m $in/empty.onnx $O                    | model $in/empty.onnx is empty & .onnx
      a folder as model     | 5 | detect $V -m $in/texts $O                         | texts is a folder with no model & a file that ends in one of .xml, .onnx
      unreadable model      | 5 | $NOBODY sluice detect $V -m $in/secret.xml        | secret.xml may not be read: permission denied & let this user read it
      no weights            | 5 | detect $V -m $in/weightless.xml $O                | weightless.xml can't be read & weightless.bin, does not exist & fetch both again
      cut weights           | 5 | detect $V -m $in/short-weights.xml $O             | short-weights.bin, does not fit: it has 100 bytes & fetch both again
      cut IR                | 5 | detect $V -m $in/cut.xml $O                       | model $in/cut.xml can't be read & expected: OpenVINO IR & fetch or convert it again
      IR of unknown layers  | 5 | detect $V -m $in/invalid.xml $O                   | model $in/invalid.xml can't be read & MutMal
      a web page as model   | 5 | detect $V -m $in/not-ir.xml $O                    | model $in/not-ir.xml can't be read & fetch or convert it again
      ONNX of nothing       | 5 | detect $V -m $in/random.onnx $O                   | model $in/random.onnx can't be read & fetch or convert it again
      a video as model      | 5 | detect $V -m $V $O                                | clip.mkv can't be read & expected: OpenVINO IR
      no TFLite             | 5 | detect $V -m $in/not-one.tflite $O                | not-one.tflite can't be read: it isn't TensorFlow Lite, or is cut off & fetch or convert it again
      cut TFLite            | 5 | detect $V -m $in/cut.tflite $O                    | cut.tflite can't be read & FlatBuffer verification failed & fetch or convert it again
      no frozen graph       | 5 | detect $V -m $in/not-one.pb $O                    | not-one.pb can't be read: it isn't TensorFlow, or is cut off & fetch or convert it again
      cut frozen graph      | 5 | detect $V -m $in/cut.pb $O                        | cut.pb can't be read: it isn't TensorFlow, or is cut off & fetch or convert it again
      a graph named ONNX    | 5 | detect $V -m $in/graph.onnx $O                    | graph.onnx can't be read: it isn't ONNX, or is cut off & fetch or convert it again
      cut SavedModel        | 5 | detect $V -m $in/cut-saved-model $O               | cut-saved-model/saved_model.pb can't be read: it isn't TensorFlow, or is cut off
      SavedModel, no data   | 5 | detect $V -m $in/weightless-saved-model $O        | variables.data-00000-of-00001, does not exist & fetch both again
      no Paddle             | 5 | detect $V -m $in/not-one.pdmodel $O               | not-one.pdmodel can't be read & Model can't be parsed & fetch or convert it again
      cut Paddle            | 5 | detect $V -m $in/cut.pdmodel $O                   | cut.pdmodel can't be read & Model can't be parsed & fetch or convert it again
      Paddle, no weights    | 5 | detect $V -m $in/weightless.pdmodel $O            | weightless.pdiparams, does not exist & fetch both again
      Paddle, cut weights   | 5 | detect $V -m $in/short-weights.pdmodel $O         | short-weights.pdiparams, does not fit: it has 100 bytes & fetch both again
      no reader of TFLite   | 5 | OPENVINO_HOME=$PLAIN sluice detect $V -m $FORMATS/classifier.tflite $O | is of TensorFlow Lite, which the OpenVINO in use has no reader for & then: ovc '$FORMATS/classifier.tflite'
      no reader, SavedModel | 5 | OPENVINO_HOME=$PLAIN sluice detect $V -m $FORMATS/saved_model $O | is of TensorFlow, which the OpenVINO in use has no reader for & then: ovc '$FORMATS/saved_model'
      PyTorch               | 5 | detect $V -m $in/other.pt $O                      | other.pt is a file of PyTorch & yolo export
      Keras                 | 5 | detect $V -m $in/other.keras $O                   | other.keras is a file of Keras & model.export
      TensorRT              | 5 | detect $V -m $in/other.engine $O                  | other.engine is a file of another runtime & to ONNX or OpenVINO
      Paddle's newer form   | 5 | detect $V -m $in/other.json $O                    | other.json is a file of PaddlePaddle's newer form & paddle2onnx
      model of another kind | 5 | detect $V -m $in/other-family.xml $O              | its output 'y' [1, 3, 8, 8] & expected: those of one of ssd, boxes-labels & use a model of a family
      not of that family    | 5 | detect $V -m $in/other-family.xml --family ssd $O | the model's outputs are 'y' [1, 3, 8, 8] & expected: one output [1, 1, N, 7] & use a model of that family
      devices, cut IR       | 5 | devices -m $in/cut.xml                            | model $in/cut.xml can't be read & fetch or convert it again
      missing labels        | 5 | detect $V $M --labels $in/missing.txt $O          | labels file $in/missing.txt doesn't exist & expected: one label a line
      empty labels          | 5 | detect $V $M --labels $in/empty.txt $O            | labels file $in/empty.txt is empty & expected: one label a line
      labels of another set | 5 | detect $V $M --labels $in/latin1.txt $O           | labels file $in/latin1.txt isn't UTF-8 & expected: one label a line
      # devices
      no such device        | 6 | detect $V $M -d TPU $O                            | 'TPU' isn't there & expected: CPU
      device in small       | 6 | detect $V $M -d cpu $O                            | 'cpu' isn't there & names are in capitals: CPU
      one of several        | 6 | detect $V $M -d AUTO:CPU,TPU $O                   | 'TPU' in AUTO:CPU,TPU isn't there & expected: CPU
      unknown property      | 6 | detect $V $M --property NUM_STREMS=1 $O           | Unsupported property NUM_STREMS & check device and properties
      bad property value    | 6 | detect $V $M --property INFERENCE_PRECISION_HINT=f31 $O | Wrong value f31 & Supported values: & f32
      # flags
      unknown command       | 2 | detectt                                           | detectt: no such command (nearest: detect) & see 'sluice --help'
      unknown flag          | 2 | detect $V $M --jsn x                              | --jsn: no such flag (nearest: --json) & see 'sluice detect --help'
      flag without value    | 2 | detect $V $M $O --limit                           | --limit: missing (expected: N)
      threshold above 1     | 2 | detect $V $M -t 1.5 $O                            | -t: 1.5 (expected: 0 to 1)
      threshold below 0     | 2 | detect $V $M -t -0.1 $O                           | -t: -0.1 (expected: 0 to 1)
      no requests           | 2 | detect $V $M --nireq 0 $O                         | --nireq: 0 (expected: a whole number from 1 to 1024)
      negative streams      | 2 | detect $V $M --nstreams -2 $O                     | --nstreams: -2 (expected: a whole number from 1 to 1024)
      a slip of the finger  | 2 | detect $V $M --prefetch 2000000000 $O             | --prefetch: 2000000000 (expected: a whole number from 0 to 1024)
      no rate               | 2 | detect $V $M --fps 0 $O                           | --fps: 0 (expected: > 0)
      no frames             | 2 | detect $V $M --limit 0 $O                         | --limit: 0 (expected: a whole number >= 1)
      no time               | 2 | detect $V $M --timeout 0 $O                       | --timeout: 0 (expected: seconds, 0.1 to 3600)
      property, no value    | 2 | detect $V $M --property NUM_STREAMS $O            | --property: NUM_STREAMS (expected: KEY=VALUE)
      input too small       | 2 | detect $V --input-size 10x10 $O                   | input size 10x10 & expected: 64x128 & try 512x288
      input size, own model | 2 | detect $V $M --input-size 512x288 $O              | the input size: 512 & expected: 64 for a side & leave --input-size out
      demo, unknown option  | 2 | detect demo:peple=3 $O                            | there is no option 'peple' & nearest: people
      demo, no people       | 2 | detect demo:people=-1 $O                          | people: -1 (expected: 1 to 12)
      demo, no size         | 2 | detect demo:size=0x0 $O                           | size: 0x0 (expected: even sides of 64 to 4096)
      # outputs
      output exists         | 7 | detect $V $M --json $in/text.mp4                  | can't write $in/text.mp4: it exists & --force
      output is a folder    | 7 | detect $V $M --json $in/texts                     | can't write $in/texts: it is a folder & name a file
      no folder             | 7 | detect $V $M -o nowhere/out.mp4                   | can't write nowhere/out.mp4: there is no folder & make the folder first
      unwritable folder     | 7 | $NOBODY sluice detect $V $M --json $in/locked/out.jsonl | can't write $in/locked/out.jsonl: the folder $in/locked is write-protected & write elsewhere
      the input as output   | 2 | detect $V $M --json $V --force                    | --json: $in/clip.mkv (expected: another file, as this one is an input)
      the model as output   | 2 | detect $V $M --json $in/tiny-ssd.xml --force      | expected: another file, as this one is the model
      one file for two      | 2 | detect $V $V $M -o out.mp4                        | -o: out.mp4 & expected: {name} or {n} in it
      not a video's name    | 2 | detect $V $M -o out.avi                           | -o: out.avi (expected: a name that ends in .mp4)
      too large a video     | 7 | detect $V $M -o out.mp4 --output-size 16384x16384 > /dev/null | no encoder takes 16384x16384 pictures & choose a size
      no room for the demo  | 7 | SLUICE_CACHE=/dev/null/x sluice detect            | can't keep the demo clip in /dev/null/x/demo: Not a directory & SLUICE_CACHE names another one
      full disk, summary    | 7 | detect $V $M --quiet > /dev/full                  | can't write to standard output: No space left on device & make room or write elsewhere
      full disk, devices    | 7 | devices > /dev/full                               | can't write to standard output: No space left on device
      closed output         | 7 | devices >&-                                       | can't write to standard output: & make room or write elsewhere
      # installation
      no OpenVINO           | 10 | OPENVINO_HOME=$in/texts sluice detect $V $M $O    | libopenvino_c & was not found & looked in: & OPENVINO_HOME
      old OpenVINO          | 10 | OPENVINO_HOME=$OLD sluice detect $V $M $O         | OpenVINO 2025.4.1 & is too old: 2026.0 or newer is needed
      no such Java          | 10 | SLUICE_JAVA_HOME=$in/texts sluice detect $V $M $O | SLUICE_JAVA_HOME=$in/texts is not the home of a Java 25 or newer
      """;

  /** What came of the cases, to be read: {@code target/bad-inputs.txt}. */
  private static final List<String> SHOWN = new ArrayList<>();

  /** Two at a time: starting a JVM takes most of a core. */
  private static final int AT_ONCE = 2;

  @TempDir static Path base;
  private static final Map<String, String> VALUES = new TreeMap<>();
  private static final Map<Case, Future<Run>> RUNS = new HashMap<>();
  private static ExecutorService threads;
  private static ServerSocket silent;

  /** A line of the table. */
  private record Case(String name, int exitCode, String line, List<String> words) {
    static Case of(String row) {
      List<String> cells = Stream.of(row.split(" \\| ", 4)).map(String::strip).toList();
      String line = cells.get(2);
      return new Case(
          cells.get(0),
          Integer.parseInt(cells.get(1)),
          line.matches("(\\$NOBODY|[A-Z_]+=\\S+) .*") ? line : "sluice " + line,
          List.of(cells.get(3).split(" & ")));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** What came of a line: its outcome, and the folder that it ran in before and after. */
  private record Run(Shell.Outcome outcome, List<String> before, List<String> after) {}

  static List<Case> table() {
    return TABLE.lines().filter(line -> !line.startsWith("#")).map(Case::of).toList();
  }

  @BeforeAll
  static void startAll() throws Exception {
    Shell shell = new Shell(Files.createDirectory(base.resolve("records")));
    Path inputs = Files.createDirectory(base.resolve("in"));
    BrokenInputFiles.make(inputs);
    Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
    silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    VALUES.put("in", inputs.toString());
    VALUES.put("V", inputs.resolve("clip.mkv").toString());
    VALUES.put("M", "-m " + inputs.resolve("tiny-ssd.xml") + " --family ssd");
    VALUES.put("O", "-o out.mp4 --json out.jsonl");
    VALUES.put("SILENT", Integer.toString(silent.getLocalPort()));
    VALUES.put("REFUSED", Integer.toString(FreePort.ofLoopback()));
    UnprivilegedUser.command(shell, base).ifPresent(command -> VALUES.put("NOBODY", command));
    VALUES.put("PLAIN", PlainOpenVino.library(shell, base).toString());
    VALUES.put("FORMATS", MakerModels.picture().resolveSibling("").toString());
    OldOpenVino.library(shell, base).ifPresent(folder -> VALUES.put("OLD", folder.toString()));
    VALUES.forEach(shell::set);
    shell.set("SLUICE_CACHE", base.resolve("cache"));
    threads = Executors.newFixedThreadPool(AT_ONCE);
    for (Case each : table()) {
      Path folder = Files.createDirectory(base.resolve("work-" + RUNS.size()));
      RUNS.put(each, threads.submit(() -> run(shell, folder, each)));
    }
  }

  @AfterAll
  static void stopAll() throws IOException {
    if (threads != null) {
      threads.shutdownNow();
      silent.close();
      Files.writeString(Path.of("target", "bad-inputs.txt"), String.join("", SHOWN));
    }
  }

  private static Run run(Shell shell, Path folder, Case each) throws IOException {
    List<String> before = files(folder);
    Shell.Outcome outcome = shell.run(folder, each.line());
    return new Run(outcome, before, files(folder));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void badInput_failsWithOneLineAndExitCode(Case each) throws Exception {
    assumeTrue(
        VALUES.containsKey("NOBODY") || !each.line().contains("$NOBODY"), UnprivilegedUser.NEEDED);
    assumeTrue(VALUES.containsKey("OLD") || !each.line().contains("$OLD"), OldOpenVino.NEEDED);
    assumeTrue(
        Files.exists(Path.of("/dev/full")) || !each.line().contains("/dev/full"),
        "/dev/full is needed");
    Run run = RUNS.get(each).get();

    Shell.Outcome outcome = run.outcome();
    SHOWN.add("%-22s %d  %s".formatted(each.name(), outcome.exitCode(), outcome.err()));
    assertThat(withoutProgress(outcome.err()))
        .startsWith("sluice: ")
        .endsWith("\n")
        .hasLineCount(1)
        .contains(each.words().stream().map(BadInputIT::expanded).toList())
        .doesNotContain("secret@", "=secret", "Exception", "\tat ");
    assertThat(outcome.exitCode()).isEqualTo(each.exitCode());
    assertThat(outcome.out()).isEmpty();
    assertThat(run.after()).as("files").isEqualTo(run.before());
  }

  /** On a machine that is busy a job may run for long enough to say how far it is. */
  private static String withoutProgress(String err) {
    return err.replaceAll("(?m)^sluice: .*frames.* fps, .*(?:ETA|so far).*\\R", "");
  }

  /** The words of the table with its variables in place. */
  private static String expanded(String words) {
    String result = words;
    for (Map.Entry<String, String> value : VALUES.entrySet()) {
      result = result.replace("$" + value.getKey(), value.getValue());
    }
    return result;
  }

  /** The files of a folder; that it holds itself shows that it is still there. */
  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return new ArrayList<>(found.map(Path::toString).sorted().toList());
    }
  }
}
