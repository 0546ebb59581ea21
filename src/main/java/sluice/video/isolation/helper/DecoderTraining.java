package sluice.video.isolation.helper;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import sluice.core.source.TlsTrust;
import sluice.sandbox.BoxStatus;
import sluice.sandbox.ChildProcess;
import sluice.video.demux.ConnectionTarget;
import sluice.video.demux.DecoderSettings;
import sluice.video.isolation.protocol.Limits;
import sluice.video.isolation.protocol.MessageOutput;
import sluice.video.isolation.protocol.Order;
import sluice.video.isolation.protocol.OrderInput;
import sluice.video.isolation.protocol.OrderOutput;

/**
 * What a decoder's process does, once without a service and without a box, so that the JVM can
 * record it for the cache with which later ones start: {@code VIDEO}. Part of the build.
 */
public final class DecoderTraining {
  private static final long MEMORY_BYTES = 256L << 20;
  private static final int PICTURES = 24;

  /** Where nobody listens. */
  private static final int DEAD_PORT = 9;

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private DecoderTraining() {}

  /** Decodes a few pictures of a video, and fails to reach cameras. */
  public static void main(String[] arguments) throws IOException {
    LogSink.begin(new MessageOutput(OutputStream.nullOutputStream()));
    DecoderLibraries.load();
    run(DecoderSettings.file(Path.of(arguments[0])).withPaced(true));
    for (String scheme : List.of("rtsp", "rtsps", "http")) {
      run(unreachable(scheme));
    }
  }

  private static DecoderSettings unreachable(String scheme) {
    return DecoderSettings.network(scheme + "://user:password@127.0.0.1:" + DEAD_PORT + "/")
        .withTimeouts(LIMIT, LIMIT)
        .withEndpoint(new ConnectionTarget(InetAddress.getLoopbackAddress(), TlsTrust.SYSTEM));
  }

  private static void run(DecoderSettings settings) throws IOException {
    ChildProcess.isReadable(0, 0);
    ServiceMessages messages =
        new ServiceMessages(new MessageOutput(OutputStream.nullOutputStream()));
    LentPictures lent = new LentPictures();
    ServiceOrders orders =
        new ServiceOrders(
            new OrderInput(new ByteArrayInputStream(orders(settings))),
            () -> false,
            lent::giveBack);
    try (Arena arena = Arena.ofShared()) {
      SharedFrameMemory sharedMemory =
          new SharedFrameMemory(
              arena.allocate(MEMORY_BYTES, Limits.MEMORY_PADDING), Limits.MEMORY_PADDING);
      BoxStatus box = new BoxStatus(0, false, false, false, false, false, List.of());
      new DecoderProcess(true, sharedMemory, lent, messages, orders).run(box);
    }
  }

  private static byte[] orders(DecoderSettings settings) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OrderOutput out = new OrderOutput(bytes);
    out.write(new Order.Open(settings, true, false, true));
    for (int i = 0; i < PICTURES; i++) {
      out.write(new Order.Next(i % 2 == 0, new long[0]));
    }
    out.write(new Order.Close());
    return bytes.toByteArray();
  }
}
