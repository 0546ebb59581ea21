package sluice.video.isolation.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.TransportChoice;
import sluice.sandbox.BoxStatus;
import sluice.video.Camera;
import sluice.video.DatagramCamera;
import sluice.video.HeaderServer;
import sluice.video.RtpStream;
import sluice.video.TestClip;
import sluice.video.demux.DecoderSettings;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.MessageInput;
import sluice.video.isolation.protocol.MessageOutput;
import sluice.video.isolation.protocol.Order;
import sluice.video.isolation.protocol.OrderInput;
import sluice.video.isolation.protocol.OrderOutput;

/** What a decoder's process does, run on a thread of this one: without a lock, with a proxy. */
@Timeout(60)
class DecoderProcessIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int PIPE = 1 << 20;
  private static final long MEMORY = 64L << 20;
  private static final BoxStatus NO_BOX =
      new BoxStatus(0, false, false, false, false, false, List.of());

  private final Arena arena = Arena.ofShared();
  private final PipedInputStream ordered = new PipedInputStream(PIPE);
  private final PipedInputStream told = new PipedInputStream(PIPE);
  private final OrderOutput orders;
  private final MessageInput messages = new MessageInput(told, text -> {});
  private final PipedOutputStream telling;

  DecoderProcessIT() throws IOException {
    orders = new OrderOutput(new PipedOutputStream(ordered));
    telling = new PipedOutputStream(told);
  }

  @AfterEach
  void free() {
    arena.close();
  }

  @Test
  void redirect_isToldWithItsWholeAddress() throws Exception {
    String target = "http://user:s3cr3t@192.0.2.1/video";
    try (HeaderServer server = HeaderServer.redirecting("302 Found", target)) {
      FutureTask<Integer> running = start(true);
      DecoderSettings settings = settings("http://127.0.0.1:" + server.port() + "/v");
      orders.write(new Order.Open(settings, true, false, false));
      assertThat(messages.read()).isInstanceOf(Message.Ready.class);
      assertThat(messages.read())
          .isInstanceOfSatisfying(
              Message.Failed.class,
              failed -> {
                assertThat(failed.kind()).isEqualTo(Message.FailureKind.REDIRECTED);
                assertThat(failed.text()).isEqualTo(target);
              });
      assertThat(running.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(DecoderMain.DONE);
    }
  }

  @Test
  void cameraOfDatagrams_isOpened() throws Exception {
    RtpStream stream = RtpStream.of(new TestClip().rate(Camera.RATE), 50);
    try (DatagramCamera camera = new DatagramCamera(stream, 0, 200, "")) {
      FutureTask<Integer> running = start(true);
      DecoderSettings settings = settings(camera.url("")).withTransport(TransportChoice.UDP);
      orders.write(new Order.Open(settings, true, false, false));
      Message message = messages.read();
      while (message != null && !(message instanceof Message.Opened)) {
        assertThat(message).isNotInstanceOf(Message.Failed.class);
        message = messages.read();
      }
      orders.write(new Order.Close());
      assertThat(running.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(DecoderMain.DONE);
    }
  }

  private FutureTask<Integer> start(boolean datagrams) {
    LentPictures lent = new LentPictures();
    DecoderProcess process =
        new DecoderProcess(
            datagrams,
            new SharedFrameMemory(arena.allocate(MEMORY, 4096), 0),
            lent,
            new ServiceMessages(new MessageOutput(telling)),
            new ServiceOrders(new OrderInput(ordered), this::isReadable, lent::giveBack));
    FutureTask<Integer> running = new FutureTask<>(() -> process.run(NO_BOX));
    Thread.ofPlatform().daemon().name("decoder process").start(running);
    return running;
  }

  private boolean isReadable() {
    try {
      return ordered.available() > 0;
    } catch (IOException e) {
      return true;
    }
  }

  private static DecoderSettings settings(String url) {
    return DecoderSettings.network(url).withTimeouts(LIMIT, LIMIT);
  }
}
