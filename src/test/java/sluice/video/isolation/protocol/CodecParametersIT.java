package sluice.video.isolation.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.video.TestClip;
import sluice.video.decode.InputOpener;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketInput;
import sluice.video.demux.PacketStream;
import sluice.video.demux.PacketTap;

/** What a stream needs to be muxed arrives whole, and nothing that can't be. */
class CodecParametersIT {
  private static final int TYPE = 0;
  private static final int CODEC = 1;
  private static final int FORMAT = 3;
  private static final int WIDTH = 9;
  private static final int CHANNELS = 23;
  private static final int PLACES = 24;

  @TempDir Path folder;
  private final List<StreamParameters> told = new ArrayList<>();

  @BeforeEach
  void tell() {
    Path clip =
        new TestClip()
            .coded("libopenh264", "yuv420p")
            .rotated(90)
            .pixels(4, 3)
            .withSound()
            .write(folder.resolve("clip.mov"), 5);
    withStreams(clip, streams -> streams.forEach(stream -> told.add(CodecParameters.of(stream))));
  }

  @Test
  void streams_arriveWhole() throws IOException {
    List<StreamParameters> arrived = sent(told);
    assertThat(arrived).hasSize(2);
    for (int i = 0; i < arrived.size(); i++) {
      try (RemoteStream remote = RemoteStream.of(arrived.get(i))) {
        StreamParameters again = CodecParameters.of(remote.stream());
        assertThat(again).usingRecursiveComparison().isEqualTo(told.get(i));
      }
    }
    try (RemoteStream video = RemoteStream.of(arrived.getFirst());
        RemoteStream sound = RemoteStream.of(arrived.getLast())) {
      AVCodecParameters parameters = video.stream().parameters();
      assertThat(video.stream().codec()).isEqualTo("h264");
      assertThat(parameters.extradata_size()).isPositive();
      assertThat(parameters.extradata().get(parameters.extradata_size())).isZero();
      assertThat(parameters.nb_coded_side_data()).as("how it is turned").isPositive();
      assertThat(parameters.sample_aspect_ratio().num()).isEqualTo(4);
      assertThat(sound.stream().kind()).isEqualTo(PacketStream.Kind.AUDIO);
      assertThat(sound.stream().sampleRate()).isEqualTo(8000);
      assertThat(sound.stream().channels()).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "number {0} is {1}")
  @CsvSource({
    TYPE + ", 1",
    TYPE + ", 4294967296",
    CODEC + ", 65536", // sound's
    CODEC + ", 123456789",
    FORMAT + ", 100000",
    WIDTH + ", 16385",
    WIDTH + ", -1",
    CHANNELS + ", 64",
    PLACES + ", 1",
  })
  void numbersThatCantBe_areRefused(int index, long value) {
    StreamParameters video = told.getFirst();
    long[] numbers = video.numbers().clone();
    numbers[index] = value;
    StreamParameters wrong = with(video, numbers, video.sideData());
    assertThatThrownBy(() -> RemoteStream.of(wrong)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void sideDataOfAnotherLength_isRefused() {
    StreamParameters video = told.getFirst();
    StreamParameters.SideData piece = video.sideData().getFirst();
    StreamParameters wrong =
        with(
            video,
            video.numbers(),
            List.of(new StreamParameters.SideData(piece.type(), Arrays.copyOf(piece.data(), 8))));
    assertThatThrownBy(() -> RemoteStream.of(wrong)).isInstanceOf(ProtocolException.class);
  }

  private static StreamParameters with(
      StreamParameters stream, long[] numbers, List<StreamParameters.SideData> sideData) {
    return new StreamParameters(
        stream.index(),
        stream.kind(),
        stream.timeBaseNumerator(),
        stream.timeBaseDenominator(),
        numbers,
        stream.extradata(),
        sideData);
  }

  private static List<StreamParameters> sent(List<StreamParameters> streams) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MessageOutput output = new MessageOutput(bytes);
    output.add(new Message.Streams(streams));
    output.flush();
    Message message =
        new MessageInput(new ByteArrayInputStream(bytes.toByteArray()), text -> {}).read();
    assertThat(message).isInstanceOf(Message.Streams.class);
    return ((Message.Streams) message).streams();
  }

  private static void withStreams(Path clip, Consumer<List<PacketStream>> consumer) {
    PacketTap tap =
        new PacketTap() {
          @Override
          public boolean wantsAudio() {
            return true;
          }

          @Override
          public void opened(List<PacketStream> streams) {
            consumer.accept(streams);
          }

          @Override
          public void packet(Packet packet) {
            // the streams alone are looked at
          }

          @Override
          public void closed() {
            // nothing is kept
          }
        };
    try (PacketInput input =
        InputOpener.IN_PROCESS.packets(DecoderSettings.file(clip), () -> false, List.of(tap))) {
      assertThat(input.advance()).isTrue();
    }
  }
}
