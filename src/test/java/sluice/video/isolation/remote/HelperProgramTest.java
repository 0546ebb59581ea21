package sluice.video.isolation.remote;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import sluice.core.TransportChoice;
import sluice.core.source.TlsTrust;
import sluice.sandbox.BoxRules;
import sluice.video.demux.ConnectionTarget;
import sluice.video.demux.DecoderSettings;
import sluice.video.tls.SystemAuthorities;

/** What is started for a source, and what it may reach. */
class HelperProgramTest {
  private static final HelperProgram PROGRAM =
      new HelperProgram(
          Path.of("/opt/java"),
          List.of(Path.of("/opt/sluice/lib/sluice.jar"), Path.of("/opt/sluice/lib/ffmpeg.jar")),
          List.of(Path.of("/opt/natives")),
          List.of(Path.of("/opt/sluice/lib/decoder.aot")),
          List.of("-Dmore=1"),
          "Main");

  private static final String DEBUG = "-Dsluice.decoder.debug=true";

  /** For a system that has no bundle. */
  private static final Path JAVA_AUTHORITIES = Path.of("/opt/java/lib/security/cacerts");

  private final Logger video = (Logger) LoggerFactory.getLogger("sluice.video");

  @TempDir Path folder;

  @BeforeEach
  void logWithoutDebug() {
    video.setLevel(Level.INFO); // whatever another test has set for all
  }

  @AfterEach
  void logAsBefore() {
    video.setLevel(null);
  }

  @Test
  void command_isOfThisProgramAlone() {
    ProcessBuilder builder = PROGRAM.process(box(true, false));

    assertThat(builder.command())
        .startsWith(
            "/opt/java/bin/java",
            "-XX:AOTCache=/opt/sluice/lib/decoder.aot",
            "-XX:+IgnoreUnrecognizedVMOptions")
        .contains("-XX:ActiveProcessorCount=" + Runtime.getRuntime().availableProcessors())
        .containsSequence(
            "-Dmore=1",
            "-Djava.library.path=/opt/natives",
            "-cp",
            "/opt/sluice/lib/sluice.jar:/opt/sluice/lib/ffmpeg.jar",
            "Main",
            "sockets")
        .doesNotContain("datagrams");
    assertThat(PROGRAM.process(box(true, true)).command()).endsWith("Main", "sockets", "datagrams");
    assertThat(PROGRAM.process(box(false, false)).command()).endsWith("Main");
    assertThat(builder.environment())
        .containsOnlyKeys("LC_ALL", "MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_");
    assertThat(builder.directory()).isNull();
  }

  @Test
  void whatIsLoggedForDebugging_isAskedForWhereItIsLoggedHere() {
    assertThat(PROGRAM.process(box(true, false)).command()).doesNotContain(DEBUG);
    video.setLevel(Level.DEBUG);
    assertThat(PROGRAM.process(box(true, false)).command()).contains(DEBUG);
  }

  @Test
  void readable_isTheProgramAndItsFolder() {
    assertThat(PROGRAM.readable())
        .containsExactly(
            Path.of("/opt/sluice/lib/sluice.jar"),
            Path.of("/opt/sluice/lib/ffmpeg.jar"),
            Path.of("/opt/natives"),
            Path.of("/opt/sluice/lib/decoder.aot"),
            Path.of("/opt/sluice/lib"));
  }

  @Test
  void programOfThisProcess_hasAbsolutePaths() {
    HelperProgram program = HelperProgram.ofThisProcess();

    assertThat(program.classPath()).isNotEmpty().allMatch(Path::isAbsolute);
    assertThat(program.natives()).isNotEmpty().allMatch(Path::isAbsolute);
    assertThat(program.cache()).isEmpty();
    assertThat(Files.isExecutable(program.javaHome().resolve("bin/java"))).isTrue();
  }

  @Test
  void portsAreThoseOfTheAddress() {
    assertThat(connected("rtsp://a/b")).contains(554);
    assertThat(connected("rtsps://u:p@a/b")).contains(322);
    assertThat(connected("http://a/b")).contains(80);
    assertThat(connected("https://a/b")).contains(443);
    assertThat(connected("rtsp://u:p@[::1]:8554/b")).contains(8554);
  }

  private static List<Integer> connected(String url) {
    SourceBox box = SourceBox.of(PROGRAM, DecoderSettings.network(url));
    assertThat(box.sockets()).isTrue();
    assertThat(box.rules().datagrams()).isFalse();
    assertThat(box.proxyPorts()).hasSize(3).doesNotHaveDuplicates();
    assertThat(box.rules().bindPorts()).isEqualTo(box.proxyPorts());
    assertThat(box.rules().connectPorts()).hasSize(4).containsAll(box.proxyPorts());
    assertThat(box.rules().readable()).containsAll(PROGRAM.readable());
    assertThat(box.rules().executable()).containsExactly(PROGRAM.javaHome());
    return box.rules().connectPorts();
  }

  /** Java looks there whether there is IPv6; RTSP without TLS may come to need it too. */
  @Test
  void processesAreListed_whereTheSourceIsAtAnIpv6Address() {
    Path processes = Path.of("/proc");
    for (String scheme : List.of("http", "https", "rtsps", "rtsp")) {
      DecoderSettings settings = DecoderSettings.network(scheme + "://cam.test/");
      assertThat(box(at("2001:db8::1", settings)).rules().readable()).contains(processes);
      assertThat(box(at("192.0.2.1", settings)).rules().readable()).doesNotContain(processes);
    }
  }

  private static DecoderSettings at(String address, DecoderSettings settings) {
    return settings.withEndpoint(
        new ConnectionTarget(InetAddress.ofLiteral(address), TlsTrust.SYSTEM));
  }

  @Test
  void datagramsAreForUdpAlone() {
    DecoderSettings settings = DecoderSettings.network("rtsp://a/b");

    assertThat(box(settings.withTransport(TransportChoice.UDP)).rules().datagrams()).isTrue();
    assertThat(box(settings.withTransport(TransportChoice.TCP)).rules().datagrams()).isFalse();
  }

  @Test
  void certificatesAreRead_bySourcesOnTheNetwork() throws IOException {
    Path known = SystemAuthorities.bundle().orElse(JAVA_AUTHORITIES);
    Path file = Files.createFile(folder.resolve("clip.mp4"));

    assertThat(box(DecoderSettings.network("rtsps://camera.example/")).rules().readable())
        .contains(known);
    assertThat(box(DecoderSettings.file(file)).rules().readable()).doesNotContain(known);
  }

  @Test
  void filesHaveNoSockets() throws IOException {
    Path file = Files.createFile(folder.resolve("clip.mp4"));
    SourceBox box = box(DecoderSettings.file(file));

    assertThat(box.sockets()).isFalse();
    assertThat(box.rules().connectPorts()).isEmpty();
    assertThat(box.rules().bindPorts()).isEmpty();
    assertThat(box.rules().readable()).contains(file).doesNotContain(folder);
  }

  private static SourceBox box(DecoderSettings settings) {
    return SourceBox.of(PROGRAM, settings);
  }

  private static SourceBox box(boolean sockets, boolean datagrams) {
    return new SourceBox(
        new BoxRules(List.of(), List.of(), List.of(), List.of(), datagrams),
        sockets,
        List.of(),
        Optional.empty());
  }
}
