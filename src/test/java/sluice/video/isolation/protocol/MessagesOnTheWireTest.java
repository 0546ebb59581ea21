package sluice.video.isolation.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import sluice.core.ColorSpace;
import sluice.core.DecodeMode;
import sluice.core.Orientation;
import sluice.core.PixelAspect;
import sluice.core.PixelSize;
import sluice.core.TransportChoice;
import sluice.core.TransportProtocol;
import sluice.core.source.CertificateFingerprint;
import sluice.core.source.TlsTrust;
import sluice.sandbox.BoxStatus;
import sluice.video.decode.StreamInfo;
import sluice.video.demux.ConnectionTarget;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.PacketStream;

/** Messages and orders as bytes, and bytes that are neither. */
class MessagesOnTheWireTest {
  private static final int RANDOM_CASES = 10_000;
  private static final int MOST_CHANGES = 6;
  private static final Counts COUNTS = new Counts(DecodeMode.KEY, 7, 3);

  private static final PictureShape SHAPE =
      new PictureShape(
          "yuv420p",
          64,
          32,
          4096,
          new long[] {0, 2048, 2560},
          new int[] {64, -32, 32},
          new ColorSpace(ColorSpace.Matrix.BT2020, true),
          new Orientation(270, true),
          new PixelAspect(4, 3));

  /** One of each kind that is equal when its parts are. */
  private static final List<Message> COMPARABLE =
      List.of(
          new Message.Ready(new BoxStatus(7, true, false, true, true, false, List.of("signals"))),
          new Message.Opened(
              new StreamInfo(
                  new PixelSize(640, 360),
                  29.97,
                  -1,
                  -1,
                  "h264",
                  Orientation.UPRIGHT,
                  PixelAspect.SQUARE,
                  true,
                  Optional.of(TransportProtocol.TLS))),
          new Message.Reading(true),
          new Message.Picture(1 << 20, 40_000_000, 1_000_000, true, COUNTS),
          new Message.Passed(12, 1),
          new Message.Demand(Message.Call.WANTS_NEAR, -5, true),
          new Message.Full(24),
          new Message.Ended(COUNTS),
          new Message.Failed(Message.FailureKind.UNSUPPORTED, "a text: ü", COUNTS),
          new Message.Log(Message.Level.WARN, "a line"));

  @Test
  void messagesArriveAsTheyWereSent() throws IOException {
    List<Message> arrived = readAll(written(COMPARABLE), text -> {});

    assertThat(arrived).isEqualTo(COMPARABLE);
  }

  @Test
  void shapesPacketsAndStreamsArriveWhole() throws IOException {
    byte[] payload = {1, 2, 3};
    StreamParameters stream =
        new StreamParameters(
            3,
            PacketStream.Kind.VIDEO,
            1,
            90_000,
            new long[StreamParameters.NUMBERS],
            new byte[] {9, 8},
            List.of(new StreamParameters.SideData(5, new byte[] {7})));
    MessageInput in =
        new MessageInput(
            new ByteArrayInputStream(
                written(
                    List.of(
                        new Message.Shape(SHAPE),
                        new Message.Packet(3, 1, 20, 10, 5, ByteBuffer.wrap(payload)),
                        new Message.Streams(List.of(stream))))),
            text -> {});

    assertThat(in.read()).usingRecursiveComparison().isEqualTo(new Message.Shape(SHAPE));
    assertThat(in.read())
        .isInstanceOfSatisfying(
            Message.Packet.class,
            packet -> {
              assertThat(packet.data()).isEqualTo(ByteBuffer.wrap(payload));
              assertThat(packet.pts()).isEqualTo(20);
              assertThat(packet.dts()).isEqualTo(10);
              assertThat(packet.duration()).isEqualTo(5);
              assertThat(packet.stream()).isEqualTo(3);
              assertThat(packet.flags()).isEqualTo(1);
            });
    assertThat(in.read())
        .isInstanceOfSatisfying(
            Message.Streams.class,
            streams -> {
              StreamParameters read = streams.streams().getFirst();
              assertThat(read.extradata()).containsExactly(9, 8);
              assertThat(read.sideData().getFirst().data()).containsExactly(7);
              assertThat(read.timeBaseDenominator()).isEqualTo(90_000);
            });
    assertThat(in.read()).isNull();
  }

  @Test
  void ordersArriveAsTheyWereGiven() throws IOException {
    DecoderSettings settings =
        DecoderSettings.network("rtsps://user:pass%20word@camera:322/a?b=c")
            .withOptions(Map.of("headers", "A: b\r\nC: d\r\n"))
            .withTransport(TransportChoice.TCP)
            .withTimeouts(Duration.ofSeconds(7), Duration.ofMillis(1500))
            .withEndpoint(
                new ConnectionTarget(
                    InetAddress.ofLiteral("fe80::1%1"),
                    new TlsTrust(
                        TlsTrust.Mode.VERIFY,
                        CertificateFingerprint.parse("ab".repeat(32)),
                        Optional.of(Path.of("/etc/ca.pem")))));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OrderOutput out = new OrderOutput(bytes);
    out.write(new Order.Open(settings, true, true, false));
    out.write(new Order.Serve(500));
    out.write(new Order.Next(true, new long[] {4096, 8192}));
    out.write(new Order.Free(new long[0]));
    out.write(new Order.Packets(true));
    out.write(new Order.Answer(true, -1));
    out.write(new Order.Close());
    OrderInput in = new OrderInput(new ByteArrayInputStream(bytes.toByteArray()));

    assertThat(in.read()).isEqualTo(new Order.Open(settings, true, true, false));
    assertThat(in.read()).isEqualTo(new Order.Serve(500));
    assertThat(in.read())
        .isInstanceOfSatisfying(
            Order.Next.class,
            next -> {
              assertThat(next.packets()).isTrue();
              assertThat(next.freed()).containsExactly(4096, 8192);
            });
    assertThat(in.read())
        .isInstanceOfSatisfying(Order.Free.class, free -> assertThat(free.freed()).isEmpty());
    assertThat(in.read()).isEqualTo(new Order.Packets(true));
    assertThat(in.read()).isEqualTo(new Order.Answer(true, -1));
    assertThat(in.read()).isEqualTo(new Order.Close());
    assertThat(in.read()).isNull();
  }

  @Test
  void textBetweenMessagesIsTold() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("free(): invalid pointer\n".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(written(List.of(new Message.Full(1))));
    bytes.writeBytes("x".repeat(3000).getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(written(List.of(new Message.Full(2))));
    bytes.writeBytes("end".getBytes(StandardCharsets.UTF_8));
    StringBuilder told = new StringBuilder();

    List<Message> messages = readAll(bytes.toByteArray(), told::append);

    assertThat(messages).containsExactly(new Message.Full(1), new Message.Full(2));
    assertThat(told).hasToString("free(): invalid pointer\n" + "x".repeat(3000) + "end");
  }

  @Test
  void messagesThatComeInPiecesAreWhole() throws IOException {
    byte[] bytes = written(COMPARABLE);
    InputStream dripping =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 3));
          }
        };
    MessageInput in = new MessageInput(dripping, text -> {});

    List<Message> arrived = new ArrayList<>();
    for (Message next = in.read(); next != null; next = in.read()) {
      arrived.add(next);
    }

    assertThat(arrived).isEqualTo(COMPARABLE);
  }

  @Test
  void aLengthAloneTakesNoMemory() {
    byte[] header =
        ByteBuffer.allocate(2 * Integer.BYTES)
            .putInt(Frames.MAGIC)
            .putInt(Integer.MAX_VALUE)
            .array();

    assertThatThrownBy(() -> readAll(header, text -> {}))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("length of a message");
  }

  @Test
  void textsHaveNoControlCharactersAndAnEnd() throws IOException {
    Message sent =
        new Message.Failed(
            Message.FailureKind.INPUT,
            "line\nline\u001b[2J" + "y".repeat(2 * Limits.TEXT_BYTES),
            COUNTS);

    Message.Failed arrived =
        (Message.Failed) readAll(written(List.of(sent)), text -> {}).getFirst();

    assertThat(arrived.text()).startsWith("line line [2Jyyy").hasSize(Limits.TEXT_BYTES);
  }

  @Test
  void aMessageThatIsTooLongIsLeftOut() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MessageOutput out = new MessageOutput(bytes);

    boolean added =
        out.add(new Message.Packet(0, 0, 0, 0, 0, ByteBuffer.allocate(Limits.MESSAGE_BYTES)));
    out.add(new Message.Full(1));
    out.flush();

    assertThat(added).isFalse();
    assertThat(readAll(bytes.toByteArray(), text -> {})).containsExactly(new Message.Full(1));
  }

  /** Whatever bytes come: messages, the refusal, or the end; nothing else is thrown. */
  @Test
  void randomMessagesAreReadOrRefused() throws IOException {
    Random random = new Random(23);
    byte[] valid = written(COMPARABLE);
    int refused = 0;
    for (int i = 0; i < RANDOM_CASES; i++) {
      byte[] changed = valid.clone();
      for (int change = random.nextInt(MOST_CHANGES); change >= 0; change--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      try {
        readAll(changed, text -> {});
      } catch (ProtocolException e) {
        refused++;
      }
    }

    assertThat(refused).isBetween(RANDOM_CASES / 10, RANDOM_CASES);
  }

  /** Larger than what is kept in memory until it is written. */
  @Test
  void largePacketsAndConfigurationsArriveInTheirOrder() throws IOException {
    byte[] payload = new byte[3 << 20];
    new Random(1).nextBytes(payload);
    List<Message> sent =
        List.of(
            new Message.Full(1),
            new Message.Configuration(new byte[] {1, 2}),
            new Message.Packet(0, 1, 2, 3, 4, ByteBuffer.wrap(payload)),
            new Message.Full(2));
    MessageInput in = new MessageInput(new ByteArrayInputStream(written(sent)), text -> {});

    assertThat(in.read()).isEqualTo(new Message.Full(1));
    assertThat(in.read())
        .isInstanceOfSatisfying(
            Message.Configuration.class, told -> assertThat(told.data()).containsExactly(1, 2));
    assertThat(in.read()).isEqualTo(sent.get(2));
    assertThat(in.read()).isEqualTo(new Message.Full(2));
    assertThat(in.read()).isNull();
  }

  private static byte[] written(List<Message> messages) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MessageOutput out = new MessageOutput(bytes);
    messages.forEach(out::add);
    out.flush();
    return bytes.toByteArray();
  }

  private static List<Message> readAll(byte[] bytes, Consumer<String> text) throws IOException {
    MessageInput in = new MessageInput(new ByteArrayInputStream(bytes), text);
    List<Message> messages = new ArrayList<>();
    for (Message next = in.read(); next != null; next = in.read()) {
      messages.add(next);
    }
    return messages;
  }
}
