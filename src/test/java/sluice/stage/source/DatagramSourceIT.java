package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.Delivery;
import sluice.core.Playback;
import sluice.core.SourceInfo;
import sluice.core.TransportChoice;
import sluice.core.TransportProtocol;
import sluice.core.UnsupportedSourceException;
import sluice.video.DatagramCamera;
import sluice.video.RtpStream;
import sluice.video.RtspServer;
import sluice.video.TestClip;

/** RTP over UDP, from a camera on loopback. */
@Timeout(120)
class DatagramSourceIT {
  private static final int PICTURES = 50;
  private static RtpStream stream;

  @BeforeAll
  static void packClip() {
    stream =
        RtpStream.of(
            new TestClip()
                .size(320, 240)
                .gop(10)
                .coded("libopenh264", "yuv420p")
                .painted((n, x, y) -> ((x * 7 + n * 5) ^ (y * 11)) * 0x010203 & 0xFFFFFF),
            PICTURES);
  }

  @Test
  void camera_thatRefusesTcp_isReadOverUdp() throws Exception {
    try (DatagramCamera camera = new DatagramCamera(stream, 0, 200, "");
        ReaderRun run = start(camera.url(""), TransportChoice.AUTO, 300)) {
      assertThat(run.collect()).hasSize(300);
      assertThat(run.heard.damaged()).isZero();
      SourceInfo info = run.reader.opened().toCompletableFuture().get();
      assertThat(info.details().transport()).contains(TransportProtocol.UDP);
      assertThat(camera.requests()).anyMatch(line -> line.contains("RTP/AVP/TCP"));
    }
  }

  @Test
  void lostPackets_areCounted_andTheStreamGoesOn() throws Exception {
    try (DatagramCamera camera = new DatagramCamera(stream, 0.01, 200, "");
        ReaderRun run = start(camera.url(""), TransportChoice.UDP, 600)) {
      assertThat(run.collect()).hasSizeGreaterThan(500);
      assertThat(run.outcome()).isNull();
      assertThat(camera.requests()).as("tried").noneMatch(line -> line.contains("/TCP"));
      assertThat(camera.lost()).isPositive();
      assertThat(run.heard.damaged())
          .as("%d were left out, the last ones on the way", camera.lost())
          .isGreaterThan(camera.lost() / 2);
    }
  }

  @Test
  void namedSource_getsNoPacket() throws Exception {
    InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
    try (DatagramSocket canary = new DatagramSocket(0, elsewhere)) {
      canary.setSoTimeout(1);
      String said =
          ";source=127.0.0.2;destination=127.0.0.2;server_port=%1$d-%1$d"
              .formatted(canary.getLocalPort());
      try (DatagramCamera camera = new DatagramCamera(stream, 0, 200, said);
          ReaderRun run = start(camera.url(""), TransportChoice.UDP, 100)) {
        assertThat(run.collect()).hasSize(100);
      }
      assertThatThrownBy(() -> canary.receive(new DatagramPacket(new byte[1], 1)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void cameraThatSendsWithinTheConnection_isTakenSo_unlessUdpIsAsked() throws Exception {
    try (RtspServer camera = new RtspServer(stream, RtspServer.Ending.SILENCE, null)) {
      try (ReaderRun run = start(camera.url(""), TransportChoice.TCP, 10)) {
        assertThat(run.collect()).hasSize(10);
        assertThat(run.reader.opened().toCompletableFuture().get().details().transport())
            .contains(TransportProtocol.TCP);
      }
      try (ReaderRun run = start(camera.url(""), TransportChoice.UDP, 10)) {
        assertThat(run.outcome()).hasMessageContaining("asked for unicast over UDP");
      }
    }
  }

  @Test
  void cameraOfWhichNoPacketComes_isSaidToBeBehindAFirewall() throws IOException {
    try (DatagramCamera camera = new DatagramCamera(stream, 1, 25, "");
        ReaderRun run = start(camera.url(""), TransportChoice.UDP, 10, Duration.ofMillis(1500))) {
      assertThat(run.outcome()).hasMessageContaining("no packet came over UDP");
    }
  }

  @Test
  void tcp_isNotLeft_whereItWasAskedFor() throws IOException {
    try (DatagramCamera camera = new DatagramCamera(stream, 0, 200, "");
        ReaderRun run = start(camera.url(""), TransportChoice.TCP, 10)) {
      assertThat(run.outcome()).hasMessageContaining("transport = udp");
      assertThat(camera.requests()).noneMatch(line -> line.contains("/UDP"));
    }
  }

  @Test
  void rtsps_isNotReadOverUdp() {
    try (ReaderRun run = start("rtsps://127.0.0.1:9/cam", TransportChoice.UDP, 10)) {
      assertThat(run.outcome())
          .isInstanceOf(UnsupportedSourceException.class)
          .hasMessageContaining("does not travel over UDP");
    }
  }

  private static ReaderRun start(String address, TransportChoice transport, long limit) {
    return start(address, transport, limit, Duration.ofSeconds(20));
  }

  private static ReaderRun start(
      String address, TransportChoice transport, long limit, Duration openTimeout) {
    SourceSettings settings =
        new SourceSettings(
            SourceLocation.parse(address),
            Playback.builder()
                .delivery(Delivery.EVERY)
                .transport(transport)
                .limit(limit)
                .openTimeout(openTimeout)
                .readTimeout(Duration.ofSeconds(10))
                .build());
    return new ReaderRun(settings, SourceOpener.of(settings), ManualClock.jumping()).start();
  }
}
