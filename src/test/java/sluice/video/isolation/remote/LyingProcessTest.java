package sluice.video.isolation.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.DecoderCrashException;
import sluice.core.NativeMemory;
import sluice.core.Picture;
import sluice.core.SluiceException;
import sluice.sandbox.BoxRules;
import sluice.sandbox.BoxStatus;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.PictureDemand;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketInput;
import sluice.video.demux.PacketStream;
import sluice.video.demux.PacketTap;
import sluice.video.demux.RedirectedException;
import sluice.video.image.SharedFrame;
import sluice.video.isolation.protocol.Limits;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.Order;

/** Processes that say what can't be: nothing that they say is believed unseen. */
@Timeout(120)
class LyingProcessTest {
  private static final BoxStatus BOX =
      new BoxStatus(0, false, false, false, false, false, List.of());

  private static final int CASES = 10_000;
  private static final int MOST_PICTURES = 200;
  private static final String PASSWORD = "s3cret%40x";
  private static final DecoderSettings SETTINGS =
      DecoderSettings.network("rtsp://viewer:" + PASSWORD + "@127.0.0.1/cam");

  /** Who waits for pictures to be given back doesn't do so for long. */
  private static final DecoderSettings IMPATIENT =
      SETTINGS.withTimeouts(Duration.ofSeconds(10), Duration.ofMillis(1));

  private static final Duration SOON = Duration.ofMillis(300);

  /** A consumer of all packets, which keeps some. */
  private static final class Keeper implements PacketTap {
    final List<Packet> kept = new ArrayList<>();
    int opened;
    int closed;
    int flags;
    boolean sound;

    @Override
    public boolean wantsAudio() {
      return sound;
    }

    @Override
    public void opened(List<PacketStream> streams) {
      opened++;
    }

    @Override
    public void packet(Packet packet) {
      flags |= packet.avPacket().flags();
      if (kept.size() < 10) {
        kept.add(packet.retain());
      }
    }

    @Override
    public void closed() {
      closed++;
    }
  }

  private static final class All implements PictureDemand {
    @Override
    public long intervalNanos() {
      return 0;
    }

    @Override
    public void begin() {}

    @Override
    public boolean wants(long timestampNanos) {
      return true;
    }

    @Override
    public boolean wantsNear(long timestampNanos, boolean key) {
      return true;
    }

    @Override
    public void rest(long timestampNanos) {}

    @Override
    public long nextNanos() {
      return 0;
    }

    @Override
    public void passed(long timestampNanos) {}
  }

  @Test
  void randomSequences_endInPicturesOrFailures() {
    Map<String, Integer> ends = new HashMap<>();
    int frames = SharedFrame.open();
    int mappings = PictureMapping.open();
    int packets = Packet.open();
    long bytes = NativeMemory.bytes();
    for (int number = 0; number < CASES; number++) {
      Random random = new Random(number);
      FakeHelper helper = Script.random(random).helper();
      String end;
      try {
        end = play(helper, random);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("case " + number, e);
      }
      ends.merge(end, 1, Integer::sum);
      if (end.equals("lie")) {
        assertThat(helper.isKilled()).as("case %d", number).isTrue();
      }
      assertThat(SharedFrame.open()).as("case %d", number).isEqualTo(frames);
      assertThat(PictureMapping.open()).as("case %d", number).isEqualTo(mappings);
      assertThat(Packet.open()).as("case %d", number).isEqualTo(packets);
      assertThat(NativeMemory.bytes()).as("case %d", number).isEqualTo(bytes);
    }
    assertThat(ends.keySet()).contains("lie", "crash", "end");
    assertThat(ends.get("lie")).isGreaterThan(CASES / 10);
    assertThat(ends.get("end")).isGreaterThan(CASES / 50);
  }

  private static String play(FakeHelper helper, Random random) {
    Keeper tap = new Keeper();
    tap.sound = random.nextBoolean();
    List<Picture> held = new ArrayList<>();
    try (IsolatedInputs inputs = helper.inputs()) {
      if (random.nextInt(5) == 0) {
        try (PacketInput input = inputs.packets(IMPATIENT, () -> false, List.of(tap))) {
          while (input.advance()) {
            // all that there are
          }
        }
      } else {
        try (VideoDecoder decoder = inputs.pictures(IMPATIENT, () -> false, List.of(tap))) {
          if (random.nextBoolean()) {
            decoder.serve(new All());
          }
          read((RemoteDecoder) decoder, held, random);
        }
      }
      return "end";
    } catch (DecoderCrashException e) {
      return String.valueOf(e.getMessage()).contains("told what can't be") ? "lie" : "crash";
    } catch (SluiceException e) {
      return "failure";
    } finally {
      assertThat(tap.closed).isEqualTo(tap.opened).isLessThanOrEqualTo(1);
      tap.kept.forEach(Packet::close);
      held.forEach(LyingProcessTest::touch);
      held.forEach(Picture::close);
    }
  }

  private static void read(RemoteDecoder decoder, List<Picture> held, Random random) {
    MemorySegment mapped = decoder.mapping().take(0, Limits.MEMORY_BYTES);
    try {
      for (int i = 0; i < MOST_PICTURES; i++) {
        DecodedPicture next = decoder.next();
        if (next == null) {
          return;
        }
        Picture picture = next.picture();
        for (int plane = 0; plane < picture.planes(); plane++) {
          MemorySegment memory = picture.plane(plane);
          assertThat(memory.address()).isGreaterThanOrEqualTo(mapped.address());
          assertThat(memory.address() + memory.byteSize() + Limits.MEMORY_PADDING)
              .isLessThanOrEqualTo(mapped.address() + mapped.byteSize());
          assertThat(memory.isReadOnly()).isTrue();
        }
        touch(picture);
        if (random.nextInt(3) == 0) {
          held.add(picture);
        } else {
          picture.close();
        }
      }
    } finally {
      decoder.mapping().release();
    }
  }

  /** Memory that isn't there ends the process. */
  private static void touch(Picture picture) {
    for (int plane = 0; plane < picture.planes(); plane++) {
      MemorySegment memory = picture.plane(plane);
      assertThat(
              memory.get(ValueLayout.JAVA_BYTE, 0)
                  + memory.get(ValueLayout.JAVA_BYTE, memory.byteSize() - 1))
          .isZero();
    }
  }

  @Test
  void lies_areNamed() {
    Message picture = Script.picture(0, 10);
    lie(Script.opened().say(picture), "a picture that was not asked for, or of no shape");
    lie(Script.opened().say(Script.shape()).say(Script.shape()), "a shape of no picture");
    lie(
        Script.opened().say(Script.shape()).say(Script.picture(Limits.MEMORY_BYTES - 4096, 10)),
        "where a picture begins is");
    lie(Script.opened().say(Script.shape()).say(Script.picture(-1, 10)), "where a picture begins");
    lie(
        Script.opened().say(Script.shape()).say(picture).say(picture),
        "a picture's time is 10 (expected: 11");
    lie(
        Script.opened().say(Script.shape()).say(Script.picture(0, Long.MAX_VALUE)),
        "a picture's time");
    lie(
        Script.opened().say(Script.shape()).say(Script.picture(0, 10, 2_000_000)),
        "the number of undecoded pictures is 2000000");
    lie(
        Script.opened()
            .say(Script.shape())
            .say(Script.picture(0, 10, 7))
            .say(Script.picture(0, 11, 6)),
        "the number of undecoded pictures is 6 (expected: 7");
    lie(
        Script.opened().say(Script.shape("vaapi", new long[1], new int[] {64})),
        "pictures of the format vaapi, 64x32, don't lie");
    lie(
        Script.opened().say(Script.shape("pal8", new long[] {0, 8000}, new int[] {64, 1024})),
        "don't lie in the bytes");
    lie(
        Script.opened()
            .say(Script.shape("yuv420p", new long[3], new int[] {64, Integer.MIN_VALUE, 32})),
        "don't lie in the bytes");
    lie(Script.opened().say(Script.ready()), "it opens its input twice");
    lie(Script.opened().say(Script.streams()), "it opens its input twice");
    lie(
        Script.opened().say(new Message.Demand(Message.Call.WANTS, 0, false)),
        "it asks which pictures are wanted, and all are");
    lie(Script.opened().say(Script.packet(7, 0, new byte[1])), "of stream 7, which there is not");
    lie(Script.opened().say(Script.packet(0, Long.MAX_VALUE, new byte[1])), "a packet's time");
    lie(
        Script.opened().times(Limits.PICTURES + 1, new Message.Full(1)),
        "how often there was no room");
    lie(
        Script.opened().times(2000, new Message.Log(Message.Level.WARN, "x")),
        "the number of its lines for the log");
    lie(
        Script.opened()
            .say("free(): invalid pointer\n".repeat(50_000).getBytes(StandardCharsets.UTF_8))
            .say(picture),
        "the length of text between messages");
    lie(
        Script.opened()
            .say(
                new Message.Failed(
                    Message.FailureKind.REDIRECTED, "rtsp://other/", Script.counts(0))),
        "it redirects when its input is open");
  }

  @Test
  void liesWhileOpening_areNamed() {
    lie(
        new Script().say(Script.ready()).say(new Message.Opened(Script.info())),
        "its streams are not told yet");
    lie(
        new Script().say(Script.ready()).say(Script.packet(0, 0, new byte[1])),
        "its streams are not told yet");
    lie(
        new Script().say(Script.ready()).say(Script.streams()).say(Script.streams()),
        "the streams are told twice");
    lie(new Script().say(Script.ready()).say(Script.shape()), "it tells of pictures ahead");
    lie(new Script().say(Script.ready()).say(new Message.Reading(true)), "streams are not told");
    lie(
        new Script().say(Script.ready()).say(Script.streams()).say(new Message.Reading(true)),
        "it didn't open its input");
    lie(
        new Script().say(Script.ready()).say(new Message.Streams(List.of(Script.sound(0)))),
        "the first stream is none of video");
    lie(
        new Script()
            .say(Script.ready())
            .say(new Message.Streams(List.of(Script.video(), Script.sound(1)))),
        "none of sound that is wanted");
  }

  /** A second process would open taps again that are open, and with a wider box. */
  @Test
  void otherWaysToOpenWhatIsOpen_areLies() {
    for (Message.FailureKind kind :
        List.of(Message.FailureKind.DATAGRAMS, Message.FailureKind.REDIRECTED)) {
      lie(
          new Script()
              .say(Script.ready())
              .say(Script.streams())
              .say(new Message.Failed(kind, "rtsp://other/", Script.counts(0))),
          "it asks for another way to open");
    }
  }

  private static void lie(Script script, String text) {
    FakeHelper helper = script.helper();
    DecoderCrashException failure = (DecoderCrashException) failure(helper, picture -> {});
    assertThat(failure)
        .hasMessageStartingWith("rtsp://***@127.0.0.1/cam: the decoder's process told what can't")
        .hasMessageContaining(text);
    assertThat(failure.isBlamedOnSource()).isTrue();
    assertThat(helper.isKilled()).isTrue();
  }

  private static @Nullable Throwable failure(FakeHelper helper, Consumer<DecodedPicture> pictures) {
    return catchThrowable(
        () -> {
          try (IsolatedInputs inputs = helper.inputs();
              VideoDecoder decoder = inputs.pictures(SETTINGS, () -> false, List.of())) {
            for (DecodedPicture next = decoder.next(); next != null; next = decoder.next()) {
              pictures.accept(next);
              next.picture().close();
            }
          }
        });
  }

  /** FFmpeg's muxers take packets of some flags for pointers. */
  @Test
  void packetsFlags_areThoseOfPacketsAlone() {
    int uncodedFrame = 0x2000;
    int trusted = 8;
    Keeper tap = new Keeper();
    FakeHelper helper =
        Script.opened()
            .say(
                new Message.Packet(
                    0, uncodedFrame | trusted | 1, 0, 0, 0, ByteBuffer.wrap(new byte[8])))
            .say(new Message.Ended(Script.counts(0)))
            .helper();
    try (IsolatedInputs inputs = helper.inputs();
        VideoDecoder decoder = inputs.pictures(SETTINGS, () -> false, List.of(tap))) {
      assertThat(decoder.next()).isNull();
    }
    tap.kept.forEach(Packet::close);
    assertThat(tap.flags).isEqualTo(1);
  }

  @Test
  void pictureAfterTheEnd_isNotThere() {
    FakeHelper helper =
        Script.opened()
            .say(new Message.Ended(Script.counts(3)))
            .say(new Message.Ended(Script.counts(1)))
            .say(Script.shape())
            .say(Script.picture(0, 10))
            .helper();
    try (IsolatedInputs inputs = helper.inputs();
        VideoDecoder decoder = inputs.pictures(SETTINGS, () -> false, List.of())) {
      assertThat(decoder.next()).isNull();
      assertThat(decoder.next()).isNull();
      assertThat(decoder.undecoded()).isEqualTo(3);
    }
  }

  @Test
  void pictureOfAnOldShape_staysAsItWas() {
    FakeHelper helper =
        Script.opened()
            .say(Script.shape())
            .say(Script.picture(4096, 10))
            .say(Script.shape("gray", new long[1], new int[] {64}))
            .say(Script.picture(0, 11))
            .helper();
    try (IsolatedInputs inputs = helper.inputs();
        VideoDecoder decoder = inputs.pictures(SETTINGS, () -> false, List.of())) {
      try (Picture old = decoder.next().picture();
          Picture fresh = decoder.next().picture()) {
        assertThat(old.format()).isEqualTo("yuv420p");
        assertThat(old.planes()).isEqualTo(3);
        assertThat(old.stride(1)).isEqualTo(32);
        assertThat(fresh.format()).isEqualTo("gray");
        assertThat(old.plane(0).address() - fresh.plane(0).address()).isEqualTo(4096);
      }
    }
  }

  @Test
  void textsOfProcesses_haveNoSecretsAndOneLine() {
    String text =
        "its key is s3cret@x, or "
            + PASSWORD
            + "\n\u202egnol os\u2028rtsp://a:b@c/ "
            + "y".repeat(900);
    for (Message.FailureKind kind :
        List.of(
            Message.FailureKind.INPUT,
            Message.FailureKind.UNSUPPORTED,
            Message.FailureKind.INTERNAL)) {
      Throwable failure =
          failure(
              Script.opened().say(new Message.Failed(kind, text, Script.counts(0))).helper(),
              picture -> {});

      assertThat(failure)
          .isInstanceOf(SluiceException.class)
          .isNotInstanceOf(DecoderCrashException.class)
          .hasMessageContaining("its key is ***, or ***  gnol os rtsp://***@c/ yyy");
      assertThat(failure.getMessage()).hasSizeLessThan(600).doesNotContain("s3cret");
    }
  }

  @Test
  void redirect_isHandedOn() {
    assertThat(
            failure(
                new Script()
                    .say(Script.ready())
                    .say(
                        new Message.Failed(
                            Message.FailureKind.REDIRECTED, "rtsp://b/c", Script.counts(0)))
                    .helper(),
                picture -> {}))
        .isInstanceOfSatisfying(
            RedirectedException.class,
            e -> assertThat(e.target().reveal()).isEqualTo("rtsp://b/c"));
    lie(
        new Script()
            .say(Script.ready())
            .say(new Message.Failed(Message.FailureKind.REDIRECTED, "  ", Script.counts(0))),
        "it redirects to what can't be an address");
  }

  @Test
  void endWithoutAWord_isToldWithItsCode() {
    assertThat(failure(Script.opened().helper(), picture -> {}))
        .isInstanceOfSatisfying(
            DecoderCrashException.class, e -> assertThat(e.isBlamedOnSource()).isTrue())
        .hasMessage("rtsp://***@127.0.0.1/cam: the decoder's process ended (exit code 0)");
  }

  /** Otherwise a process that is taken over would be taken for one that was killed from outside. */
  @Test
  void processThatIsSilentForGood_lies() {
    FakeHelper helper = Script.opened().helper().goingOn();
    assertThat(failure(helper, picture -> {}))
        .isInstanceOfSatisfying(
            DecoderCrashException.class, e -> assertThat(e.isBlamedOnSource()).isTrue())
        .hasMessageContaining("it says nothing more, and goes on");
    assertThat(helper.isKilled()).isTrue();
  }

  @Test
  void processThatCannotStart_isNotTheSourcesFault() {
    assertThat(
            failure(
                new Script()
                    .say(
                        new Message.Failed(
                            Message.FailureKind.INTERNAL, "no library", Script.counts(0)))
                    .helper(),
                picture -> {}))
        .isInstanceOfSatisfying(
            DecoderCrashException.class, e -> assertThat(e.isBlamedOnSource()).isFalse())
        .hasMessage(
            "rtsp://***@127.0.0.1/cam: the decoder's process did not start: no library; run sluice"
                + " doctor; security.isolation = off decodes in the service in the meantime");
    assertThat(failure(new Script().say(Script.streams()).helper(), picture -> {}))
        .isInstanceOfSatisfying(
            DecoderCrashException.class, e -> assertThat(e.isBlamedOnSource()).isFalse());
    IsolatedInputs none =
        new IsolatedInputs(
            FakeHelper.program(),
            (builder, rules) -> {
              throw new IllegalStateException("pipe2: too many open files");
            });
    assertThat(catchThrowable(() -> none.pictures(SETTINGS, () -> false, List.of())))
        .isInstanceOf(DecoderCrashException.class)
        .hasMessageEndingWith(
            "can't be started: pipe2: too many open files; run sluice doctor; security.isolation ="
                + " off decodes in the service in the meantime");
  }

  @Test
  void tapsThatThrow_leakNoProcess() {
    FakeHelper helper = Script.opened().say(new Message.Ended(Script.counts(0))).helper();
    PacketTap broken =
        new PacketTap() {
          @Override
          public void opening(String what) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void opened(List<PacketStream> streams) {}

          @Override
          public void packet(Packet packet) {}

          @Override
          public boolean needsPackets() {
            throw new IllegalStateException("broken");
          }

          @Override
          public void closed() {}
        };
    try (IsolatedInputs inputs = helper.inputs()) {
      try (VideoDecoder decoder = inputs.pictures(SETTINGS, () -> false, List.of(broken))) {
        assertThat(decoder.next()).isNull();
      }
      assertThat(inputs.running()).isZero();
    }
  }

  /** Messages without end, the same again and again, after some others. */
  private static final class Flood extends InputStream {
    private final byte[] first;
    private final byte[] again;
    private long at;

    Flood(Script first, Message again) {
      this.first = first.bytes();
      this.again = new Script().say(again).bytes();
    }

    @Override
    public int read() {
      byte[] part = at < first.length ? first : again;
      int index = (int) (at < first.length ? at : (at - first.length) % again.length);
      at++;
      return part[index] & 0xFF;
    }
  }

  @Test
  void floods_endWhenTheyAreCancelled() {
    List<Message> floods =
        List.of(
            new Message.Passed(1, 0),
            new Message.Demand(Message.Call.PASSED, 0, false),
            new Message.Demand(Message.Call.WANTS, 0, false),
            Script.packet(0, 5, new byte[100]));
    for (Message flood : floods) {
      FakeHelper helper =
          new FakeHelper(new Flood(Script.opened(), flood), OutputStream.nullOutputStream(), 0);
      AtomicBoolean cancelled = new AtomicBoolean();
      try (IsolatedInputs inputs = helper.inputs();
          VideoDecoder decoder = inputs.pictures(SETTINGS, cancelled::get, List.of())) {
        decoder.serve(new All());
        cancelled.set(true);
        long begun = System.nanoTime();
        assertThat(catchThrowable(decoder::next)).hasMessageEndingWith(": cancelled");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
      }
      assertThat(helper.isKilled()).isTrue();
    }
  }

  /** It says something all the time, and never opens its source. */
  @Test
  void floodsWhileOpening_endInTime() {
    for (Message flood : List.of(new Message.Passed(1, 0), Script.packet(0, 5, new byte[100]))) {
      FakeHelper helper =
          new FakeHelper(
              new Flood(new Script().say(Script.ready()).say(Script.streams()), flood),
              OutputStream.nullOutputStream(),
              0);
      HelperProcess process = process(helper, () -> false);
      try (process) {
        process.started(BOX);
        process.limits().finishWithin(SOON);
        Throwable failure =
            catchThrowable(
                () -> {
                  while (process.read() != null) {
                    // for ever
                  }
                });
        assertThat(failure)
            .isInstanceOf(DecoderCrashException.class)
            .hasMessageContaining("had not opened its source after 0 s and was ended");
      }
    }
  }

  @Test
  void silence_endsInTime() {
    FakeHelper helper = FakeHelper.saying(new byte[0]).fallingSilent();
    HelperProcess process = process(helper, () -> false);
    try (process) {
      process.started(BOX);
      process.limits().silentWithin(SOON);
      assertThat(catchThrowable(process::read))
          .isInstanceOf(DecoderCrashException.class)
          .hasMessageContaining("said nothing for 0 s and was ended; check camera and network");
    }
    assertThat(helper.isKilled()).isTrue();
  }

  /** An order that can't be written must neither hold up the stream nor the watch. */
  @Test
  void processThatReadsNoOrders_endsInTime() {
    FakeHelper helper = FakeHelper.stuck(new byte[0]);
    try (HelperProcess process = process(helper, () -> false)) {
      process.started(BOX);
      process.limits().silentWithin(SOON);
      process.write(new Order.Close());
      assertThat(helper.isKilled()).isTrue();
      assertThat(catchThrowable(process::read)).hasMessageContaining("said nothing for");
    }
    FakeHelper other = FakeHelper.stuck(Script.opened().bytes());
    try (HelperProcess process = process(other, () -> true)) {
      process.write(new Order.Close());
      assertThat(other.isKilled()).isTrue();
    }
  }

  @Test
  void watchGoesOnWhereAQuestionFails() {
    HelperWatch watch = new HelperWatch();
    FakeHelper broken = FakeHelper.saying(new byte[0]).fallingSilent();
    FakeHelper silent = FakeHelper.saying(new byte[0]).fallingSilent();
    try (HelperProcess one =
            process(
                broken,
                () -> {
                  throw new OutOfMemoryError("no thread is left");
                },
                watch);
        HelperProcess other = process(silent, () -> false, watch)) {
      assertThat(catchThrowable(one::read)).isInstanceOf(SluiceException.class);
      other.limits().silentWithin(SOON);
      assertThat(catchThrowable(other::read)).isInstanceOf(DecoderCrashException.class);
      assertThat(watch.number()).isEqualTo(2);
    }
    assertThat(watch.number()).isZero();
    Awaitility.await("the watch ends").until(() -> !watch.isWatching());
  }

  private static HelperProcess process(FakeHelper helper, BooleanSupplier cancelled) {
    return process(helper, cancelled, new HelperWatch());
  }

  private static HelperProcess process(
      FakeHelper helper, BooleanSupplier cancelled, HelperWatch watch) {
    return HelperProcess.start(
        (builder, rules) -> helper,
        HelperText.of(SETTINGS),
        new ProcessBuilder("none"),
        new BoxRules(List.of(), List.of(), List.of(), List.of(), false),
        cancelled,
        watch,
        () -> {},
        Duration.ofSeconds(20));
  }
}
