package sluice.video.isolation.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.TransportChoice;
import sluice.testing.FreePort;
import sluice.video.Camera;
import sluice.video.DatagramCamera;
import sluice.video.RtpStream;
import sluice.video.RtspServer;
import sluice.video.TestClip;
import sluice.video.decode.SpacedDemand;
import sluice.video.demux.DecoderSettings;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.Order;

/** A decoder's process and its camera: how it is left, and what is told when it can't be read. */
@Timeout(120)
class DecoderNetworkMainIT {
  private static final long[] NONE = {};
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void closeWhileTheCameraIsSilent_leavesItInOrder() throws Exception {
    try (RtspServer camera =
            new RtspServer(RtpStream.of(new TestClip(), 10), RtspServer.Ending.SILENCE, null);
        DecoderChild child = DecoderChild.start(DecoderMain.SOCKETS)) {
      child.open(settings(camera.url("")), true, false);
      child.expect(Message.Streams.class);
      child.expect(Message.Opened.class);
      for (int i = 0; i < 20; i++) {
        child.order(new Order.Next(false, NONE));
      }
      child.expect(Message.Shape.class);
      child.expect(Message.Picture.class);
      long start = System.nanoTime();
      child.order(new Order.Close());
      assertThat(child.exit()).isEqualTo(DecoderMain.DONE);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      assertThat(camera.requests()).anyMatch(request -> request.startsWith("TEARDOWN"));
    }
  }

  @Test
  void portsThatNoProxyNeeds_areClosedOnceTheCameraIsOpen() throws Exception {
    int port = FreePort.ofLoopback();
    try (RtspServer camera =
            new RtspServer(RtpStream.of(new TestClip(), 10), RtspServer.Ending.SILENCE, null);
        DecoderChild child = DecoderChild.start(DecoderMain.SOCKETS, Integer.toString(port))) {
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      child.open(settings(camera.url("")), true, false);
      child.expect(Message.Streams.class);
      child.expect(Message.Opened.class);
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void cameraThatEnds_isAFailure() throws Exception {
    try (RtspServer camera =
            new RtspServer(
                RtpStream.of(new TestClip(), 10), RtspServer.Ending.CLOSE, "admin:s3cr3t");
        DecoderChild child = DecoderChild.start(DecoderMain.SOCKETS)) {
      child.open(settings(camera.url("admin:s3cr3t@")), true, false);
      child.expect(Message.Streams.class);
      child.expect(Message.Opened.class);
      Message message;
      do {
        child.order(new Order.Next(false, NONE));
        message = child.read();
      } while (!(message instanceof Message.Failed));
      Message.Failed failed = (Message.Failed) message;
      assertThat(failed.kind()).isEqualTo(Message.FailureKind.INPUT);
      assertThat(failed.text()).contains("closed the connection").doesNotContain("s3cr3t");
      assertThat(child.exit()).isEqualTo(DecoderMain.DONE);
    }
  }

  @Test
  void cameraOfDatagrams_isLeftToAProcessThatMayReceiveThem() throws Exception {
    RtpStream stream = RtpStream.of(new TestClip().rate(Camera.RATE), 50);
    try (DatagramCamera camera = new DatagramCamera(stream, 0, 200, "")) {
      try (DecoderChild child = DecoderChild.start(DecoderMain.SOCKETS)) {
        child.open(settings(camera.url("")), true, false);
        assertThat(child.expect(Message.Failed.class).kind())
            .isEqualTo(Message.FailureKind.DATAGRAMS);
        assertThat(child.exit()).isEqualTo(DecoderMain.DONE);
      }
      try (DecoderChild child = DecoderChild.start(DecoderMain.SOCKETS)) {
        child.open(settings(camera.url("")).withTransport(TransportChoice.TCP), true, false);
        assertThat(child.expect(Message.Failed.class).kind()).isEqualTo(Message.FailureKind.INPUT);
      }
    }
  }

  @Test
  void packetsThatNobodyWants_areCountedWhileNoPictureIs() throws Exception {
    long interval = TimeUnit.MINUTES.toNanos(1);
    SpacedDemand demand = new SpacedDemand(interval);
    try (Camera camera = new Camera(96, 64);
        DecoderChild child = DecoderChild.start(DecoderMain.SOCKETS)) {
      child.open(settings(camera.url("")), true, false);
      child.expect(Message.Streams.class);
      child.order(new Order.Serve(interval));
      child.order(new Order.Next(false, NONE));
      int packets = 0;
      while (packets < 2 * Camera.RATE) {
        switch (child.read()) {
          case Message.Picture picture -> {
            demand.given(picture.timestampNanos());
            child.order(new Order.Next(false, new long[] {picture.offset()}));
          }
          case Message.Demand asked -> child.answer(demand, asked);
          case Message.Passed passed -> packets += passed.packets();
          case Message.Opened _, Message.Shape _ -> {
            // of the pictures that follow
          }
          case Message other -> throw new AssertionError(other + " " + child.log);
          case null -> throw new AssertionError("the end " + child.log);
        }
      }
      child.order(new Order.Close());
      Message last = child.read();
      while (last != null) {
        last = child.read();
      }
      assertThat(child.exit()).isEqualTo(DecoderMain.DONE);
    }
  }

  private static DecoderSettings settings(String url) {
    return DecoderSettings.network(url).withTimeouts(LIMIT, LIMIT);
  }
}
