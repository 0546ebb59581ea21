package sluice.video.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import sluice.core.SluiceException;
import sluice.core.UnsupportedSourceException;
import sluice.testing.FreePort;
import sluice.video.FrameNumber;
import sluice.video.RtpStream;
import sluice.video.RtspServer;
import sluice.video.RtspServer.Ending;
import sluice.video.TestClip;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Interrupt;
import sluice.video.image.SharedFrame;

/**
 * Cameras and servers on loopback: what comes, what breaks off, what stays silent, and what is said
 * about it.
 */
@Timeout(60)
class DecoderNetworkIT {
  private static final String SECRET = "s3cr3t";

  @TempDir Path folder;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(log);
  }

  @AfterEach
  void nothingIsLeftAndNothingWasToldOfThePassword() {
    ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(log);
    assertThat(SharedFrame.open()).isZero();
    assertThat(Interrupt.open()).isZero();
    assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains(SECRET));
  }

  @Test
  void rtspCamera_deliversPictures_andItsClosingIsFailure() throws IOException {
    RtpStream stream = RtpStream.of(new TestClip(), 40);
    try (RtspServer server = new RtspServer(stream, Ending.CLOSE, "admin:" + SECRET);
        Decoder decoder = open(server.url("admin:" + SECRET + "@"), () -> false)) {
      List<Integer> numbers = new ArrayList<>();
      SluiceException end = drain(decoder, numbers);
      assertThat(numbers).isSubsetOf(DecoderIT.numbers(40)).isSorted().hasSizeGreaterThan(35);
      assertThat(end).hasMessageContaining("closed the connection").hasMessageNotContaining(SECRET);
      assertThat(server.requests()).anyMatch(request -> request.startsWith("PLAY"));
    }
  }

  @Test
  void silentCamera_fails_afterReadTimeout() throws IOException {
    RtpStream stream = RtpStream.of(new TestClip(), 40);
    try (RtspServer server = new RtspServer(stream, Ending.SILENCE, null);
        Decoder decoder = open(server.url(""), () -> false)) {
      assertThat(drain(decoder, new ArrayList<>())).hasMessageContaining("silent for 0.5 s");
    }
  }

  /** FFmpeg holds the last picture of H.264 back until the read has failed, and gives it then. */
  @Test
  void delayedPicture_doesNotExtendTheReadTimeout() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger askedAtLastPicture = new AtomicInteger();
    RtpStream stream = RtpStream.of(new TestClip().coded("libopenh264", "yuv420p"), 40);
    try (RtspServer server = new RtspServer(stream, Ending.SILENCE, null);
        Decoder decoder =
            open(
                server.url(""),
                () -> {
                  asked.incrementAndGet();
                  return false;
                })) {
      SluiceException end =
          catchThrowableOfType(
              SluiceException.class,
              () -> {
                DecodedPicture decoded;
                while ((decoded = decoder.next()) != null) {
                  decoded.picture().close();
                  askedAtLastPicture.set(asked.get());
                }
              });
      assertThat(end).hasMessageContaining("silent for 0.5 s");
      assertThat(asked.get() - askedAtLastPicture.get())
          .as("FFmpeg asks ten times a second while it waits")
          .isLessThan(4);
    }
  }

  @Test
  void wrongPassword_isReported_withoutRepeatingIt() throws IOException {
    RtpStream stream = RtpStream.of(new TestClip(), 2);
    try (RtspServer server = new RtspServer(stream, Ending.CLOSE, "admin:right")) {
      assertThatThrownBy(() -> open(server.url("admin:" + SECRET + "@"), () -> false))
          .isInstanceOf(SluiceException.class)
          .hasMessageContaining("401")
          .hasMessageNotContaining(SECRET);
    }
  }

  @Test
  void refusedConnection_isReported() throws IOException {
    int port = FreePort.ofLoopback();
    assertThatThrownBy(() -> open("rtsp://u:" + SECRET + "@127.0.0.1:" + port + "/", () -> false))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("refused")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void silentServer_fails_afterOpenTimeout() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      for (String scheme : List.of("rtsp", "http", "tcp")) {
        DecoderSettings settings =
            DecoderSettings.network(scheme + "://127.0.0.1:" + silent.getLocalPort() + "/")
                .withTimeouts(Duration.ofMillis(300), Duration.ofSeconds(30));
        assertThatThrownBy(() -> Decoder.open(settings, () -> false))
            .isInstanceOf(SluiceException.class)
            .hasMessageContaining("no picture within 0.3 s");
      }
    }
  }

  @Test
  void openOfSilentServer_isCancellable() throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    AtomicInteger asked = new AtomicInteger();
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      DecoderSettings settings =
          DecoderSettings.network("rtsp://127.0.0.1:" + silent.getLocalPort() + "/")
              .withTimeouts(Duration.ZERO, Duration.ZERO);
      CompletableFuture<Decoder> opening =
          CompletableFuture.supplyAsync(
              () ->
                  Decoder.open(
                      settings,
                      () -> {
                        asked.incrementAndGet();
                        return cancelled.get();
                      }));
      Awaitility.await().until(() -> asked.get() > 3);
      assertThat(opening).isNotDone();
      cancelled.set(true);
      assertThatThrownBy(() -> opening.get(10, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(SluiceException.class)
          .hasMessageContaining("cancelled");
    }
  }

  @Test
  void blockedRead_isCancellable_andDoesNotBlockOthers() throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    RtpStream stream = RtpStream.of(new TestClip(), 40);
    Path clip = new TestClip().write(folder.resolve("healthy.mp4"), 5);
    try (RtspServer server = new RtspServer(stream, Ending.SILENCE, null)) {
      AtomicInteger seen = new AtomicInteger();
      CompletableFuture<SluiceException> reading =
          CompletableFuture.supplyAsync(
              () -> {
                DecoderSettings patient =
                    DecoderSettings.network(server.url(""))
                        .withTimeouts(Duration.ZERO, Duration.ZERO);
                try (Decoder decoder = Decoder.open(patient, cancelled::get)) {
                  return drain(decoder, new ArrayList<>(), seen);
                }
              });
      Awaitility.await().until(() -> seen.get() > 35);
      try (Decoder decoder = DecoderIT.open(clip)) {
        assertThat(FrameNumber.all(decoder)).isEqualTo(DecoderIT.numbers(5));
      }
      assertThat(reading).isNotDone();
      cancelled.set(true);
      assertThat(reading.get(10, TimeUnit.SECONDS)).hasMessageContaining("cancelled");
    }
  }

  @Test
  void httpFile_isDecoded() throws IOException {
    byte[] clip = Files.readAllBytes(new TestClip().write(folder.resolve("http.ts"), 20));
    try (Http http = new Http(clip, clip.length);
        Decoder decoder = open(http.url("/clip.ts?user=me&password=" + SECRET), () -> false)) {
      assertThat(FrameNumber.all(decoder)).isEqualTo(DecoderIT.numbers(20));
    }
  }

  @Test
  void mjpegOverHttp_isDecoded() throws IOException {
    byte[] body = mjpeg(6);
    try (Http http = new Http(body, body.length);
        Decoder decoder = open(http.url("/video.mjpg"), () -> false)) {
      assertThat(FrameNumber.all(decoder)).isEqualTo(DecoderIT.numbers(6));
    }
  }

  /** FFmpeg makes up 25 pictures a second, which would be 4 s. */
  @Test
  void liveMjpeg_isTimedByArrival() throws IOException {
    long begun = System.nanoTime();
    try (Http http = new Http(mjpeg(100), 0);
        Decoder decoder = open(http.url("/video.mjpg"), () -> false)) {
      assertThat(decoder.info().frameRate()).as("unknown").isZero();
      List<Long> times = times(decoder);
      assertThat(times).hasSize(100).isSorted().doesNotHaveDuplicates();
      assertThat(times.getFirst()).isZero();
      assertThat(times.getLast()).isLessThan(System.nanoTime() - begun);
    }
  }

  @Test
  void liveH264WithoutContainer_isTimedByArrival() throws IOException {
    byte[] clip =
        Files.readAllBytes(
            new TestClip().coded("libopenh264", "yuv420p").write(folder.resolve("a.h264"), 100));
    long begun = System.nanoTime();
    try (Http http = new Http(clip, 0);
        Decoder decoder = open(http.url("/a.h264"), () -> false)) {
      assertThat(times(decoder).getLast()).isLessThan(System.nanoTime() - begun);
    }
  }

  @Test
  void recordedMjpeg_keepsTheRateOfItsFormat() throws IOException {
    byte[] body = mjpeg(50);
    try (Http http = new Http(body, body.length);
        Decoder decoder = open(http.url("/video.mjpg"), () -> false)) {
      assertThat(decoder.info().frameRate()).isEqualTo(25);
      assertThat(times(decoder).getLast()).isEqualTo(49 * 40_000_000L);
    }
  }

  private static List<Long> times(Decoder decoder) {
    List<Long> times = new ArrayList<>();
    DecodedPicture decoded;
    while ((decoded = decoder.next()) != null) {
      times.add(decoded.timestampNanos());
      decoded.picture().close();
    }
    return times;
  }

  /** Pictures as cameras send them, in a multipart body. */
  private byte[] mjpeg(int pictures) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int n = 0; n < pictures; n++) {
      int number = n;
      Path image =
          new TestClip()
              .coded("mjpeg", "yuvj420p")
              .painted((i, x, y) -> FrameNumber.color(number, x, y, 96, 64))
              .write(folder.resolve(n + ".jpg"), 1);
      byte[] jpeg = Files.readAllBytes(image);
      String part =
          "--cam\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n";
      body.writeBytes(part.getBytes(StandardCharsets.US_ASCII));
      body.writeBytes(jpeg);
      body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    return body.toByteArray();
  }

  @Test
  void undecodablePackets_failTheDecoder_atTheLimit() throws IOException {
    RtpStream good = RtpStream.of(new TestClip(), 40);
    List<byte[]> packets = new ArrayList<>(good.packets());
    ByteBuffer last =
        ByteBuffer.wrap(
            packets.reversed().stream()
                .filter(p -> !RtpStream.isControl(p))
                .findFirst()
                .orElseThrow());
    for (int i = 1; i <= 4000; i++) {
      ByteBuffer noise = ByteBuffer.allocate(40);
      noise.put(last.get(0)).put((byte) (last.get(1) | 0x80)); // a picture's last packet
      noise
          .putShort((short) (last.getShort(2) + i))
          .putInt(last.getInt(4) + 3600 * i)
          .putInt(last.getInt(8));
      noise.putInt(0x1B6).putLong(-1).putLong(-1); // the start of an MPEG-4 picture, and nonsense
      packets.add(noise.array());
    }
    try (RtspServer server =
            new RtspServer(new RtpStream(good.sdp(), packets), Ending.SILENCE, null);
        Decoder decoder = open(server.url(""), () -> false)) {
      assertThat(drain(decoder, new ArrayList<>()))
          .hasMessageContaining("none of the last 3000 packets");
    }
  }

  @Test
  void truncatedHttpResponse_isFailure() throws IOException {
    byte[] clip =
        Files.readAllBytes(new TestClip().size(320, 240).write(folder.resolve("cut.ts"), 60));
    try (Http http = new Http(clip, clip.length + 1000);
        Decoder decoder = open(http.url("/cut.ts"), () -> false)) {
      assertThat(drain(decoder, new ArrayList<>())).hasMessageContaining("reading failed");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0})
  void playlistOverHttp_isRefusedByItsContent_forGood(long promised) throws IOException {
    Map<String, String> lists =
        Map.of(
            "#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:4.0,\nhls0.ts\n",
            "a playlist (HLS, M3U8)",
            "<?xml version=\"1.0\"?>\n<MPD></MPD>",
            "of a stream (DASH, MPD)");
    for (Map.Entry<String, String> list : lists.entrySet()) {
      byte[] body = list.getKey().getBytes(StandardCharsets.UTF_8);
      try (Http http = new Http(body, promised < 0 ? body.length : promised)) {
        for (String name : List.of("/live.m3u8", "/live.mpd", "/video.mjpg", "/v?pw=" + SECRET)) {
          assertThatThrownBy(() -> open(http.url(name), () -> false))
              .as(name)
              .isInstanceOf(UnsupportedSourceException.class)
              .hasMessageContaining(list.getValue())
              .hasMessageNotContaining(SECRET);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0})
  void mp4WithItsIndexLast_fromAServerWithoutRanges_isRefusedForThat(long promised)
      throws IOException {
    byte[] clip =
        Files.readAllBytes(
            new TestClip()
                .size(320, 240)
                .painted((n, x, y) -> ((x * 7 + n * 5) ^ (y * 11)) * 0x010203 & 0xFFFFFF)
                .write(folder.resolve("last.mp4"), 60));
    assertThat(clip).as("more than is buffered").hasSizeGreaterThan(200_000);
    try (Http http = new Http(clip, promised < 0 ? clip.length : promised)) {
      assertThatThrownBy(() -> open(http.url("/last.mp4"), () -> false))
          .isInstanceOf(UnsupportedSourceException.class)
          .hasMessageContaining("the index of this MP4 comes after its pictures")
          .hasMessageContaining("faststart");
    }
  }

  /** MJPEG cameras end so, and FFmpeg calls it an input/output error. */
  @Test
  void cameraThatBreaksOff_isSaidToHaveClosed() throws IOException {
    byte[] body = mjpeg(60);
    try (Http http = new Http(body, body.length + 1000);
        Decoder decoder = open(http.url("/video.mjpg"), () -> false)) {
      assertThat(drain(decoder, new ArrayList<>()))
          .hasMessageContaining("the other side closed the connection")
          .hasMessageContaining("check camera and network");
    }
    assertThat(log.list)
        .noneMatch(event -> event.getFormattedMessage().contains("18446744073709551615"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "rtsp"})
  void serverThatClosesWithoutAnAnswer_isSaidToHaveClosed(String scheme) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  while (true) {
                    server.accept().close();
                  }
                } catch (IOException e) {
                  // the test has ended
                }
              });
      assertThatThrownBy(
              () -> open(scheme + "://127.0.0.1:" + server.getLocalPort() + "/", () -> false))
          .isInstanceOf(SluiceException.class)
          .hasMessageMatching(".*(the other side closed the connection|Connection reset).*")
          .hasMessageContaining("check address, camera and network")
          .hasMessageNotContaining("(-");
    }
  }

  @Test
  void httpError_isReported_withoutSecret() throws IOException {
    try (Http http = new Http(new byte[0], 0)) {
      assertThatThrownBy(() -> open(http.url("/missing?token=" + SECRET), () -> false))
          .isInstanceOf(SluiceException.class)
          .hasMessageContaining("404")
          .hasMessageNotContaining(SECRET);
    }
  }

  @Test
  void unknownOption_isRefused() throws IOException {
    Path clip = new TestClip().write(folder.resolve("o.mp4"), 2);
    DecoderSettings settings = DecoderSettings.file(clip).withOptions(Map.of("stimeout", "5"));
    assertThatThrownBy(() -> Decoder.open(settings, () -> false))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("stimeout");
  }

  private static Decoder open(String url, BooleanSupplier cancelled) {
    DecoderSettings settings =
        DecoderSettings.network(url).withTimeouts(Duration.ofSeconds(20), Duration.ofMillis(500));
    return Decoder.open(settings, cancelled);
  }

  private static SluiceException drain(Decoder decoder, List<Integer> numbers) {
    return drain(decoder, numbers, new AtomicInteger());
  }

  private static SluiceException drain(Decoder decoder, List<Integer> numbers, AtomicInteger seen) {
    return catchThrowableOfType(
        SluiceException.class,
        () -> {
          DecodedPicture decoded;
          while ((decoded = decoder.next()) != null) {
            numbers.add(FrameNumber.of(decoded.picture()));
            decoded.picture().close();
            seen.incrementAndGet();
          }
        });
  }

  /** Answers with the given bytes but may promise more than it has. */
  private static final class Http implements AutoCloseable {
    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);

    Http(byte[] body, long promised) throws IOException {
      server.createContext(
          "/",
          exchange -> {
            if (body.length == 0) {
              exchange.sendResponseHeaders(404, -1);
            } else {
              exchange.sendResponseHeaders(200, promised);
              exchange.getResponseBody().write(body);
            }
            exchange.close();
          });
      server.start();
    }

    String url(String path) {
      return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
