package sluice.video;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Simulated camera, until it is closed: H.264 over RTSP, 25 pictures a second, on loopback, always
 * at the same address. It can be brought into trouble, and out of it again, while it is watched.
 * Thread-safe.
 */
public final class Camera implements AutoCloseable {
  /** Pictures a second. */
  public static final int RATE = 25;

  private static final int PICTURES = 50;
  private static final int KEY_FRAMES = 10;
  private static final int TICKS = 90_000 / RATE;
  private static final int SSRC = 0x51_1C_E0;
  private static final int RTP_HEADER = 12;

  /** One byte of so many is damaged. */
  private static final int DAMAGE = 200;

  private static final int NOISE_BYTES = 1000;

  /** Two minutes of pictures. */
  private static final int NOTED = 120 * RATE;

  private enum Mood {
    WELL,
    SILENT,
    DAMAGED,
    NOISY
  }

  private final Object lock = new Object();
  private final int port;
  private Mood mood = Mood.WELL;
  private RtpStream clip;
  private @Nullable RtspServer server;

  /** When the pictures that were sent last went out, in milliseconds, the oldest first. */
  private final Deque<Sent> sent = new ArrayDeque<>();

  private record Sent(int picture, long millis) {}

  /** When those of the last connection did, by {@link System#nanoTime} and in order of time. */
  private long[] sentNanos = {};

  private int sentNumber;

  /** A camera that is well. */
  public Camera(int width, int height) throws IOException {
    this(draw(width, height));
  }

  /** The same, which shows the first pictures of a clip that is coded as H.264. */
  public Camera(TestClip clip, int pictures) throws IOException {
    this(RtpStream.of(clip, pictures));
  }

  /** One that shows a clip of {@value #RATE} pictures a second, over and over. */
  public Camera(RtpStream shown) throws IOException {
    clip = shown;
    RtspServer started = new RtspServer(new Live(), null, 0);
    server = started;
    port = started.port();
  }

  /** Its address; {@code userInfo} is empty or ends in {@code @}. */
  public String url(String userInfo) {
    return "rtsp://" + userInfo + "127.0.0.1:" + port + "/cam";
  }

  /**
   * When a picture of its clip went out, in milliseconds of the machine's clock.
   *
   * @param picture its number in the clip, from 0
   * @param before the last time before that one is meant
   */
  public OptionalLong sentAt(int picture, long before) {
    synchronized (sent) {
      return sent.stream()
          .filter(each -> each.picture() == picture && each.millis() <= before)
          .mapToLong(Sent::millis)
          .max();
    }
  }

  /**
   * When the last byte of each picture went out that who connected last was sent, by {@link
   * System#nanoTime}, which on Linux is the clock of all processes: in the order of the pictures'
   * times, from the first on, two minutes at the most.
   */
  public long[] sentNanos() {
    synchronized (sent) {
      return Arrays.copyOf(sentNanos, sentNumber);
    }
  }

  private void noteConnection() {
    synchronized (sent) {
      sentNanos = new long[NOTED];
      sentNumber = 0;
    }
  }

  /** A picture of the clip went out, which is the one of that number by its time. */
  private void note(int picture, long number) {
    long now = System.nanoTime();
    synchronized (sent) {
      sent.addLast(new Sent(picture, System.currentTimeMillis()));
      if (sent.size() > NOTED) {
        sent.removeFirst();
      }
      if (number < sentNanos.length) {
        sentNanos[(int) number] = now;
        sentNumber = Math.max(sentNumber, (int) number + 1);
      }
    }
  }

  /** Its process dies: connections end, new ones are refused. */
  public void kill() throws IOException {
    become(Mood.WELL);
    synchronized (lock) {
      if (server != null) {
        server.close();
        server = null;
      }
    }
  }

  /** It freezes: connections stay open and are accepted, and nothing comes. */
  public void fallSilent() {
    become(Mood.SILENT);
  }

  /** Its pictures arrive damaged, one byte in {@value #DAMAGE}. */
  public void damagePictures() {
    become(Mood.DAMAGED);
  }

  /**
   * It sends bytes that mean nothing, in mid-stream and to whatever it is asked. Who asked
   * meanwhile is cut off when it is well again.
   */
  public void sendNoise() {
    become(Mood.NOISY);
  }

  /** Its pictures have another size, from the next one on, in mid-stream. */
  public void resize(int width, int height) {
    RtpStream other = draw(width, height);
    synchronized (lock) {
      clip = other;
    }
  }

  /** All is well again; what was frozen goes on. */
  public void recover() throws IOException {
    become(Mood.WELL);
    synchronized (lock) {
      if (server == null) {
        server = new RtspServer(new Live(), null, port);
      }
    }
  }

  @Override
  public void close() throws IOException {
    kill();
  }

  private void become(Mood next) {
    synchronized (lock) {
      mood = next;
      lock.notifyAll();
    }
  }

  /** How it feels; waits while it is frozen. */
  private Mood mood() {
    synchronized (lock) {
      while (mood == Mood.SILENT) {
        awaitChange();
      }
      return mood;
    }
  }

  private void awaitEndOfNoise() {
    synchronized (lock) {
      while (mood == Mood.NOISY) {
        awaitChange();
      }
    }
  }

  private void awaitChange() {
    try {
      lock.wait();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a camera", e);
    }
  }

  private RtpStream clip() {
    synchronized (lock) {
      return clip;
    }
  }

  private static RtpStream draw(int width, int height) {
    TestClip clip =
        new TestClip()
            .size(width, height)
            .rate(RATE)
            .gop(KEY_FRAMES)
            .coded("libopenh264", "yuv420p")
            .painted((n, x, y) -> ((x * 7 + n * 5) ^ (y * 11)) * 0x010203 & 0xFFFFFF);
    return RtpStream.of(clip, PICTURES);
  }

  /** The same pictures over and over, numbered on, each at its time. */
  private final class Live implements RtspServer.Programme {
    @Override
    public String sdp() {
      return clip().sdp();
    }

    @Override
    public boolean answers(OutputStream out) throws IOException {
      if (mood() != Mood.NOISY) {
        return true;
      }
      out.write(noise(new Random(1)));
      out.flush();
      awaitEndOfNoise();
      throw new IOException("it has started again, and knows nothing of this connection");
    }

    @Override
    public boolean play(OutputStream out) throws IOException {
      Random random = new Random(1);
      RtpStream playing = clip();
      List<List<byte[]>> pictures = playing.pictures();
      int[] order = playing.order();
      int at = 0;
      int sequence = 0;
      noteConnection();
      long start = System.nanoTime();
      for (long n = 0; ; n++) {
        LockSupport.parkNanos(start + TimeUnit.SECONDS.toNanos(n) / RATE - System.nanoTime());
        Mood now = mood();
        if (playing != clip()) {
          playing = clip();
          pictures = playing.pictures();
          order = playing.order();
          at = 0;
        }
        if (now == Mood.NOISY) {
          out.write(noise(random));
        } else {
          long number = n - at + order[at];
          for (byte[] packet : pictures.get(at)) {
            byte[] sent = numbered(packet, sequence++, (int) (number * TICKS));
            if (now == Mood.DAMAGED) {
              damage(sent, random);
            }
            RtspServer.send(out, sent);
          }
          note(at, number);
          at = (at + 1) % pictures.size();
        }
        out.flush();
      }
    }
  }

  private static byte[] numbered(byte[] packet, int sequence, int time) {
    ByteBuffer numbered = ByteBuffer.wrap(packet.clone());
    numbered.putShort(2, (short) sequence).putInt(4, time).putInt(8, SSRC);
    return numbered.array();
  }

  private static void damage(byte[] packet, Random random) {
    for (int i = RTP_HEADER; i < packet.length; i++) {
      if (random.nextInt(DAMAGE) == 0) {
        packet[i] = (byte) random.nextInt();
      }
    }
  }

  private static byte[] noise(Random random) {
    byte[] noise = new byte[NOISE_BYTES];
    random.nextBytes(noise);
    return noise;
  }
}
