package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.Delivery;
import sluice.core.Playback;
import sluice.core.source.SourceAddress;
import sluice.video.DigestAuthority;
import sluice.video.HeaderServer;
import sluice.video.RtpStream;
import sluice.video.RtspServer;
import sluice.video.TestClip;

/** Cameras and servers that are logged in to by Digest. */
@Timeout(60)
class LoginIT {
  private static final String PASSWORD = "p#/@:% \"\\ä" + "x".repeat(40);
  private static final int ALWAYS = 1000;
  private static RtpStream stream;

  @TempDir Path folder;

  @BeforeAll
  static void packClip() {
    stream = RtpStream.of(new TestClip(), 30);
  }

  @ParameterizedTest
  @CsvSource({
    "MD5, MD5",
    "SHA-256, SHA-256",
    "SHA-512-256, SHA-512-256",
    "MD5 SHA-256, MD5",
    "SHA-256 MD5, MD5",
    "X-NEW SHA-256, SHA-256",
    "SHA-256 X-NEW, SHA-256"
  })
  void algorithmThatIsKnown_isTaken(String offered, String taken) throws IOException {
    DigestAuthority authority = authority(offered, ALWAYS);
    try (RtspServer camera = RtspServer.behind(authority, stream);
        ReaderRun run = start(camera.url(""), "admin", PASSWORD)) {
      assertThat(run.collect()).hasSize(10);
      assertThat(authority.taken()).isEqualTo(taken);
      assertThat(authority.wrongAnswers()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-256"})
  void longPassword_isNotCut(String algorithm) throws IOException {
    String password = "#".repeat(160);
    DigestAuthority authority = new DigestAuthority("admin", password, List.of(algorithm), ALWAYS);
    try (RtspServer camera = RtspServer.behind(authority, stream);
        ReaderRun run = start(camera.url(""), "admin", password)) {
      assertThat(run.collect()).hasSize(10);
    }
    try (RtspServer camera =
            new RtspServer(stream, RtspServer.Ending.SILENCE, "admin:" + password);
        ReaderRun run = start(camera.url(""), "admin", password)) {
      assertThat(run.collect()).hasSize(10);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-256"})
  void staleNonce_isAnsweredAnew(String algorithm) throws IOException {
    DigestAuthority authority = authority(algorithm, 1);
    try (RtspServer camera = RtspServer.behind(authority, stream);
        ReaderRun run = start(camera.url(""), "admin", PASSWORD)) {
      assertThat(run.collect()).hasSize(10);
      assertThat(authority.wrongAnswers()).isZero();
    }
  }

  @Test
  void unknownAlgorithm_isNamed_andThePasswordNotBlamed() throws IOException {
    DigestAuthority authority = authority("X-NEW", ALWAYS);
    try (RtspServer camera = RtspServer.behind(authority, stream);
        ReaderRun run = start(camera.url(""), "admin", PASSWORD)) {
      assertThat(run.outcome())
          .hasMessageContaining("Digest with X-NEW, which is not known here")
          .hasMessageNotContaining("password refused")
          .hasMessageNotContaining("xxxx");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-256", "MD5 SHA-256", "SHA-256 MD5"})
  void wrongPassword_isTriedOnce_andBlamed(String offered) throws IOException {
    DigestAuthority authority = authority(offered, ALWAYS);
    try (RtspServer camera = RtspServer.behind(authority, stream);
        ReaderRun run = start(camera.url(""), "admin", "wrong")) {
      assertThat(run.outcome()).hasMessageContaining("user or password refused (401)");
      assertThat(authority.wrongAnswers()).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-256", "MD5 SHA-256", "SHA-256 X-NEW"})
  void serverOfHttp_isLoggedInToAsWell(String offered) throws IOException {
    Path clip = new TestClip().write(folder.resolve("clip.mkv"), 10);
    String body = new String(Files.readAllBytes(clip), StandardCharsets.ISO_8859_1);
    DigestAuthority authority = authority(offered, ALWAYS);
    try (HeaderServer server =
            new HeaderServer(
                header ->
                    authority.allows("GET", HeaderServer.field(header, "Authorization:"))
                        ? "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body
                        : "HTTP/1.1 401 No\r\nContent-Length: 0\r\n"
                            + authority.challenges()
                            + "\r\n");
        ReaderRun run =
            start("http://127.0.0.1:" + server.port() + "/clip.mkv", "admin", PASSWORD)) {
      assertThat(run.collect()).hasSize(10);
      assertThat(authority.wrongAnswers()).isZero();
    }
  }

  private static DigestAuthority authority(String offered, int usesOfNonce) {
    return new DigestAuthority("admin", PASSWORD, List.of(offered.split(" ")), usesOfNonce);
  }

  private static ReaderRun start(String address, String user, String password) {
    String source = new SourceAddress(address).withCredentials(user, password).reveal();
    SourceSettings settings =
        new SourceSettings(
            SourceLocation.parse(source),
            Playback.builder()
                .delivery(Delivery.EVERY)
                .limit(10)
                .openTimeout(Duration.ofSeconds(20))
                .build());
    return new ReaderRun(settings, SourceOpener.of(settings), ManualClock.jumping()).start();
  }
}
