package sluice.stage.source;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import sluice.core.Picture;
import sluice.core.TransportChoice;
import sluice.video.Camera;
import sluice.video.DatagramCamera;
import sluice.video.RtpStream;
import sluice.video.TestClip;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.Decoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.image.SharedFrame;
import sluice.video.proxy.InputProxy;

/**
 * Reads a camera over UDP that loses packets: {@code [LOSS [MINUTES [WIDTHxHEIGHT]]]}. How to start
 * it: {@code src/docs/long-runs.md}.
 */
public final class DatagramLossRun {
  private static final double LEAST_SHARE = 0.95;
  private static final int LAST_PACKETS = 20;
  private static final int PICTURES = 100;

  private DatagramLossRun() {}

  /** Ends with exit code 1 where something does not hold. */
  public static void main(String[] args) throws IOException {
    double loss = args.length > 0 ? Double.parseDouble(args[0]) : 0.01;
    double minutes = args.length > 1 ? Double.parseDouble(args[1]) : 10;
    String[] size = (args.length > 2 ? args[2] : "1280x720").split("x", 2);
    TestClip clip =
        new TestClip()
            .size(Integer.parseInt(size[0]), Integer.parseInt(size[1]))
            .gop(Camera.RATE)
            .coded("libopenh264", "yuv420p")
            .painted((n, x, y) -> ((x * 7 + n * 5) ^ (y * 11)) * 0x010203 & 0xFFFFFF);
    RtpStream stream = RtpStream.of(clip, PICTURES);
    long pictures = 0;
    long damaged;
    long lost;
    long begun = System.nanoTime();
    long end = begun + (long) (minutes * Duration.ofMinutes(1).toNanos());
    try (DatagramCamera camera = new DatagramCamera(stream, loss, Camera.RATE, "");
        Decoder decoder =
            Decoder.open(
                DecoderSettings.network(camera.url("")).withTransport(TransportChoice.UDP),
                () -> false)) {
      while (System.nanoTime() < end) {
        DecodedPicture next = decoder.next();
        if (next == null) {
          throw new IllegalStateException("the source ended");
        }
        try (Picture _ = next.picture()) {
          pictures++;
        }
        if (pictures % (60 * Camera.RATE) == 0) {
          print(pictures, decoder.damagedPackets(), camera.lost());
        }
      }
      damaged = decoder.damagedPackets();
      lost = camera.lost();
    }
    print(pictures, damaged, lost);
    double expected = minutes * 60 * Camera.RATE;
    boolean held =
        damaged >= lost - LAST_PACKETS
            && pictures >= LEAST_SHARE * expected
            && SharedFrame.open() == 0
            && InputProxy.open() == 0;
    System.out.println(held ? "all held" : "not held");
    System.exit(held ? 0 : 1);
  }

  private static void print(long pictures, long damaged, long lost) {
    System.out.printf(
        Locale.ROOT,
        "%d pictures, %d packets lost, damage counted %d times%n",
        pictures,
        lost,
        damaged);
  }
}
