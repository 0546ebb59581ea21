package sluice.stage.sink.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.sink.RemoteSinkConfig;
import sluice.core.Delivery;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.NativeMemory;
import sluice.core.TestPicture;
import sluice.core.message.Message;
import sluice.stage.sink.LossCause;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.sink.Results;
import sluice.stage.sink.RunIds;
import sluice.stage.sink.StreamSink;

/** Frames go along with messages, and every reference to them is given up once. */
class MessagePicturesIT {
  private static final int FRAMES = 30;

  @TempDir Path folder;
  private final List<TestPicture> pictures = new ArrayList<>();

  private void offer(ResultReceiver receiver, int number) {
    TestPicture picture = TestPicture.bgr24(1_600, 900);
    pictures.add(picture);
    try (FrameResult result =
        Results.of(new FrameLedger(), picture, number, number * 40_000_000L)) {
      assertThat(receiver.offer(result)).isTrue();
    }
  }

  private static BufferedImage image(Message message) throws IOException {
    return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(message.picture())));
  }

  @Test
  void framesAreSent_inOrder_andWhatFindsNoRoomGoesWithout() throws IOException {
    long before = NativeMemory.bytes();
    DeliveryFixture fixture = new DeliveryFixture(folder);
    RemoteSinkConfig framed =
        fixture.sink("a", "filters { kinds = [detections], pictures = frame }");
    RemoteSinkConfig plain = fixture.sink("b", "filters { kinds = [detections] }");
    RunIds ids = new RunIds();
    try (Deliveries deliveries = fixture.deliveries()) {
      StreamSink sink = DeliveryFixture.open(deliveries, framed, "lobby", Delivery.LATEST, ids);
      StreamSink other = DeliveryFixture.open(deliveries, plain, "lobby", Delivery.LATEST, ids);
      ResultReceiver run = sink.forRun(Results.source(1_600, 900));
      for (int i = 0; i < FRAMES; i++) {
        offer(run, i);
      }
      await().until(() -> sink.health().written() == FRAMES);

      assertThat(fixture.far.messages)
          .extracting(message -> message.id().substring(message.id().lastIndexOf('-') + 1))
          .containsExactlyElementsOf(
              IntStream.range(0, FRAMES).mapToObj(Integer::toString).toList());
      BufferedImage first = image(fixture.far.messages.getFirst());
      assertThat(first.getWidth()).isEqualTo(1_280);
      assertThat(first.getHeight()).isEqualTo(720);
      long sent = fixture.far.messages.stream().filter(Message::hasPicture).count();
      assertThat(sent).isGreaterThanOrEqualTo(StreamMessages.FRAME_PICTURES);
      assertThat(sink.health().losses()).containsEntry(LossCause.PICTURE, FRAMES - sent);
      assertThat(sink.health().lost()).isZero();

      ResultReceiver without = other.forRun(Results.source(1_600, 900));
      offer(without, FRAMES);
      await().until(() -> other.health().written() == 1);
      assertThat(fixture.far.messages.getLast().hasPicture()).isFalse();
    }
    assertThat(pictures).allMatch(picture -> picture.openReferences() == 0);
    assertThat(NativeMemory.bytes()).isEqualTo(before);
  }

  @Test
  void picturesThatWaitAtTheEnd_areGivenUp() {
    long before = NativeMemory.bytes();
    DeliveryFixture fixture = new DeliveryFixture(folder);
    RemoteSinkConfig framed =
        fixture.sink("a", "filters { kinds = [detections], pictures = frame }");
    StreamSink sink;
    try (Deliveries deliveries = fixture.deliveries()) {
      sink = DeliveryFixture.open(deliveries, framed, "lobby");
      ResultReceiver run = sink.forRun(Results.source(1_600, 900));
      for (int i = 0; i < FRAMES; i++) {
        offer(run, i);
      }
    }
    offer(sink.forRun(Results.source(1_600, 900)), FRAMES);

    assertThat(pictures).allMatch(picture -> picture.openReferences() == 0);
    assertThat(NativeMemory.bytes()).isEqualTo(before);
  }
}
