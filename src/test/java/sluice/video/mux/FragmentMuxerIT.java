package sluice.video.mux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_new_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.ErrorCode;
import sluice.core.NativeMemory;
import sluice.core.SluiceException;
import sluice.recording.files.FragmentScan;
import sluice.recording.files.MediaParameters;
import sluice.video.OpenMedia;
import sluice.video.TestClip;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.Decoder;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;

class FragmentMuxerIT {
  private static final Duration PICTURE = Duration.ofMillis(40);

  @TempDir Path folder;
  private long before;

  @BeforeEach
  void countMemory() {
    before = NativeMemory.bytes();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(Packet.open()).isZero();
    assertThat(FragmentOutput.open()).isZero();
    assertThat(OpenMedia.pictures()).isZero();
    assertThat(OpenMedia.inputs()).isZero();
    assertThat(NativeMemory.bytes()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hevc.mp4", "hevc.ts", "aac.ts", "aac.mp4", "opus.mkv", "flac.mkv", "mp3.mkv"})
  void everyPacketComesOutAsItCame(String name) {
    try (OpenClip in = OpenClip.of(OpenClip.resource(folder, name))) {
      Recorded recorded = Recorded.of(in);
      assertThat(recorded.fragments()).extracting(Fragment::pictures).containsExactly(8, 8, 4);
      assertSame(in, recorded);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "libopenh264, a.mp4",
    "libopenh264, a.mkv",
    "libopenh264, a.ts",
    "libaom-av1, b.mp4",
    "libaom-av1, b.mkv"
  })
  void whatOtherEncodersMake_comesOutAsItCame(String encoder, String file) {
    Path clip = new TestClip().gop(5).coded(encoder, "yuv420p").write(folder.resolve(file), 13);
    try (OpenClip in = OpenClip.of(clip)) {
      Recorded recorded = Recorded.of(in);
      assertThat(recorded.fragments()).hasSizeGreaterThan(1);
      assertSame(in, recorded);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hevc.mp4", "hevc.ts", "aac.ts", "opus.mkv"})
  void eachFragmentBeginsAFileThatPlays(String name) {
    try (OpenClip in = OpenClip.of(OpenClip.resource(folder, name))) {
      Recorded recorded = Recorded.of(in);
      assertThat(recorded.fragments()).allMatch(Fragment::keyFrame);
      for (int i = 0; i < recorded.fragments().size(); i++) {
        Path file = recorded.write(folder.resolve(i + ".mp4"), i);
        int pictures = recorded.fragments().stream().skip(i).mapToInt(Fragment::pictures).sum();
        assertThat(decodedTimes(file)).hasSize(pictures);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hevc.mp4, hvc1, false",
    "hevc.ts, hvc1, false",
    "aac.ts, avc1, true",
    "aac.mp4, avc1, true",
    "opus.mkv, avc1, true"
  })
  void theInitialisationNamesWhatBrowsersAskFor(String name, String box, boolean sound) {
    try (OpenClip in = OpenClip.of(OpenClip.resource(folder, name))) {
      Recorded recorded = Recorded.of(in);
      String init = new String(recorded.init(), ISO_8859_1);
      assertThat(init).contains("ftyp", "moov", "mvex", box).doesNotContain("moof", "elst", "hev1");
      assertThat(init.contains("soun")).isEqualTo(sound);
      assertThat(durationInHeader(recorded.init())).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hevc.mp4, 'hvc1\\.1\\.6\\.L30\\.90'",
    "hevc.ts, 'hvc1\\.1\\.6\\.L30\\.90'",
    "aac.ts, 'avc1\\.64000a,mp4a\\.40\\.2'",
    "aac.mp4, 'avc1\\.64000a,mp4a\\.40\\.2'",
    "opus.mkv, 'avc1\\.64000a,opus'",
    "flac.mkv, 'avc1\\.64000a,flac'",
    "mp3.mkv, 'avc1\\.64000a,mp4a\\.69'",
  })
  void theInitialisationTellsCodecsAndSize(String name, String codecs) {
    try (OpenClip in = OpenClip.of(OpenClip.resource(folder, name))) {
      MediaParameters parameters = Recorded.of(in).parameters();
      assertThat(parameters.codecs()).matches(codecs);
      assertThat(parameters.width()).isEqualTo(64);
      assertThat(parameters.height()).isEqualTo(48);
      assertThat(parameters.audio()).isEqualTo(in.streams.size() > 1);
    }
  }

  /** What is found in a file whose row is lost is what the row said, whatever is reordered. */
  @ParameterizedTest
  @ValueSource(strings = {"hevc.mp4", "hevc.ts", "aac.ts", "opus.mkv"})
  void aFileIsScannedToTheTimesOfItsFragments(String name) throws IOException {
    try (OpenClip in = OpenClip.of(OpenClip.resource(folder, name))) {
      Recorded recorded = Recorded.of(in);
      for (int i = 0; i < recorded.fragments().size(); i++) {
        FragmentScan scan =
            FragmentScan.of(recorded.write(folder.resolve(i + ".mp4"), i)).orElseThrow();
        assertThat(scan.mediaStart()).isEqualTo(recorded.fragments().get(i).start());
        assertThat(scan.mediaEnd()).isEqualTo(recorded.fragments().getLast().end());
      }
    }
  }

  @Test
  void av1IsNamedByItsHeaders() {
    for (String file : List.of("a.mp4", "a.mkv")) {
      Path clip = new TestClip().coded("libaom-av1", "yuv420p").write(folder.resolve(file), 3);
      try (OpenClip in = OpenClip.of(clip)) {
        assertThat(Recorded.of(in).parameters().codecs()).isEqualTo("av01.0.00M.08");
      }
    }
  }

  @Test
  void fragmentsTellTheirMediaTime() {
    try (OpenClip in = OpenClip.of(OpenClip.resource(folder, "hevc.mp4"))) {
      List<Fragment> fragments = Recorded.of(in).fragments();
      Duration delay = fragments.getFirst().start(); // B-frames: shown later than decoded
      assertThat(delay).isEqualTo(PICTURE.multipliedBy(2));
      assertThat(fragments)
          .extracting(fragment -> fragment.start().minus(delay))
          .containsExactly(Duration.ZERO, PICTURE.multipliedBy(8), PICTURE.multipliedBy(16));
      assertThat(fragments)
          .extracting(fragment -> fragment.end().minus(delay))
          .containsExactly(
              PICTURE.multipliedBy(8), PICTURE.multipliedBy(16), PICTURE.multipliedBy(20));
    }
  }

  @Test
  void aLongGroupIsCutInside_andPlaysOn() {
    try (OpenClip in = OpenClip.of(OpenClip.resource(folder, "aac.mp4"))) {
      List<Packet> video = in.of(in.video());
      Recorded recorded =
          Recorded.of(in.streams, in.packets, packet -> video.indexOf(packet) % 3 == 0);
      assertThat(recorded.fragments()).hasSize(7);
      assertThat(recorded.fragments())
          .extracting(Fragment::keyFrame)
          .containsExactly(true, false, false, false, false, false, false);
      assertThat(decodedTimes(recorded.write(folder.resolve("all.mp4"), 0))).hasSize(20);
      assertSame(in, recorded);
    }
  }

  @Test
  void fragmentsOfOnePictureEach_play() {
    Path clip =
        new TestClip().gop(1).coded("libopenh264", "yuv420p").write(folder.resolve("i.mp4"), 6);
    try (OpenClip in = OpenClip.of(clip)) {
      Recorded recorded = Recorded.of(in);
      assertThat(recorded.fragments()).hasSize(6).allMatch(fragment -> fragment.pictures() == 1);
      assertSame(in, recorded);
    }
  }

  @Test
  void anUnevenRateKeepsItsTimes_alsoOverCuts() {
    Path clip =
        new TestClip()
            .gop(4)
            .at(n -> n * 40L + (n % 4 == 0 ? 0 : n % 3 * 11))
            .coded("libopenh264", "yuv420p")
            .write(folder.resolve("uneven.mkv"), 16);
    try (OpenClip in = OpenClip.of(clip)) {
      assertSame(in, Recorded.of(in));
    }
  }

  @Test
  void aPauseKeepsItsLength() {
    Path clip =
        new TestClip()
            .gop(4)
            .at(n -> n * 40L + (n >= 4 ? 3000 : 0))
            .coded("libopenh264", "yuv420p")
            .write(folder.resolve("pause.mkv"), 8);
    try (OpenClip in = OpenClip.of(clip)) {
      Recorded recorded = Recorded.of(in);
      assertThat(recorded.fragments().getLast().start()).isEqualTo(Duration.ofMillis(3160));
      assertSame(in, recorded);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void firstPicturesWithoutTimes_areBeforeTheOneThatHasSome(int without) {
    try (OpenClip in = OpenClip.of(OpenClip.resource(folder, "aac.ts"))) {
      in.of(in.video()).stream().limit(without).forEach(FragmentMuxerIT::forgetTimes);
      Recorded recorded = Recorded.of(in);
      try (OpenClip out = OpenClip.of(recorded.write(folder.resolve("out.mp4"), 0))) {
        List<Packet> video = out.of(out.video());
        assertThat(video).hasSize(20);
        assertThat(video.stream().map(packet -> milliseconds(out.video(), packet.dts())).limit(5))
            .containsExactly(0L, 40L, 80L, 120L, 160L);
        assertThat(video.getFirst().isKeyFrame()).isTrue();
        assertThat(out.of(out.sound())).hasSizeGreaterThan(5);
      }
      assertThat(decodedTimes(folder.resolve("out.mp4"))).hasSize(20);
    }
  }

  @Test
  void whereNoPictureTellsWhenItIsDecoded_theyKeepWhenTheyAreShown() {
    try (OpenClip in = OpenClip.of(clip("a.mkv", 30))) {
      in.packets.forEach(packet -> packet.avPacket().dts(Packet.NO_TIMESTAMP));
      forgetTimes(in.packets.getFirst());
      List<Long> times = videoMilliseconds(in, "out.mp4");
      assertThat(times).hasSize(30);
      for (int i = 0; i < times.size(); i++) {
        assertThat(times.get(i)).isEqualTo(40L * i);
      }
    }
  }

  @Test
  void reorderedPicturesWhoseFirstDontTellWhenTheyAreDecoded_keepWhenTheyAreShown() {
    try (OpenClip in = OpenClip.of(OpenClip.resource(folder, "aac.ts"))) {
      List<Packet> video = in.of(in.video());
      Packet first = video.getFirst();
      long delay = first.pts() - first.dts();
      List<Long> shown = video.stream().map(p -> p.pts() - first.pts() + delay).toList();
      video.subList(1, 2).forEach(packet -> packet.avPacket().dts(Packet.NO_TIMESTAMP));
      first.avPacket().dts(Packet.NO_TIMESTAMP);
      try (OpenClip out = OpenClip.of(Recorded.of(in).write(folder.resolve("out.mp4"), 0))) {
        assertThat(out.of(out.video()).stream().map(Packet::pts)).containsExactlyElementsOf(shown);
      }
    }
  }

  @Test
  void timesThatAreMissingLater_areMadeUp() {
    try (OpenClip in = OpenClip.of(clip("a.mkv", 10))) {
      forgetTimes(in.packets.get(3));
      in.packets.get(5).avPacket().dts(Packet.NO_TIMESTAMP);
      in.packets.get(7).avPacket().pts(Packet.NO_TIMESTAMP);
      assertThat(videoMilliseconds(in, "out.mp4"))
          .containsExactly(0L, 40L, 80L, 120L, 160L, 200L, 240L, 280L, 320L, 360L);
    }
  }

  @Test
  void decodingTimesThatStandStillOrGoBack_growByATick() {
    try (OpenClip in = OpenClip.of(clip("a.mkv", 6))) {
      copyTimes(in.packets.get(1), in.packets.get(2));
      copyTimes(in.packets.get(0), in.packets.get(3));
      try (OpenClip out = OpenClip.of(Recorded.of(in).write(folder.resolve("out.mp4"), 0))) {
        List<Long> dts = out.packets.stream().map(Packet::dts).toList();
        long picture = dts.get(1);
        assertThat(dts)
            .containsExactly(0L, picture, picture + 1, picture + 2, 4 * picture, 5 * picture);
        assertThat(out.packets).allMatch(packet -> packet.pts() == packet.dts());
      }
      assertThat(decodedTimes(folder.resolve("out.mp4"))).hasSize(6);
    }
  }

  @Test
  void neverAnyTimes_failsBeforeTooMuchIsHeld() {
    try (OpenClip in = OpenClip.of(clip("a.mkv", 2));
        FragmentMuxer muxer = FragmentMuxer.open(in.streams)) {
      Packet packet = in.packets.getFirst();
      forgetTimes(packet);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 2000; i++) {
                  muxer.write(packet);
                }
              })
          .isInstanceOf(SluiceException.class)
          .hasMessage("can't record the video (h264) as MP4: its first 1000 packets have no times");
    }
  }

  @Test
  void soundFromBeforeTheVideoIsLeftOut_andTheRestStaysInStep() {
    try (OpenClip in = OpenClip.of(OpenClip.resource(folder, "aac.mp4"))) {
      // a run begins with a later group: the sound of the first one has come already
      List<Packet> video = in.of(in.video());
      int from = in.packets.indexOf(video.get(8));
      List<Packet> late = in.packets.subList(from, in.packets.size());
      List<Packet> sound = in.of(in.sound());
      List<Packet> mixed = new ArrayList<>();
      mixed.addAll(sound.subList(0, 3));
      mixed.add(video.get(8));
      mixed.addAll(sound.subList(3, 5));
      late.stream().filter(packet -> !mixed.contains(packet)).forEach(mixed::add);
      Recorded recorded = Recorded.of(in.streams, mixed, packet -> false);
      try (OpenClip out = OpenClip.of(recorded.write(folder.resolve("out.mp4"), 0))) {
        assertSameTimes(in, video.subList(8, 20), out, out.video(), video.get(8));
        List<Packet> kept =
            sound.stream()
                .filter(packet -> late.contains(packet))
                .filter(
                    packet ->
                        in.sound().seconds(packet.dts()) >= in.video().seconds(video.get(8).dts()))
                .toList();
        assertThat(kept).isNotEmpty();
        assertSameTimes(in, kept, out, out.sound(), video.get(8));
      }
    }
  }

  @Test
  void soundAloneWaitsForTheNextPicture() {
    try (OpenClip in = OpenClip.of(OpenClip.resource(folder, "aac.mp4"));
        FragmentMuxer muxer = FragmentMuxer.open(in.streams)) {
      List<Packet> video = in.of(in.video());
      muxer.write(video.get(0));
      assertThat(muxer.cut()).isPresent();
      in.of(in.sound()).forEach(muxer::write);
      assertThat(muxer.cut()).isEmpty();
      muxer.write(video.get(1));
      assertThat(muxer.cut())
          .get()
          .satisfies(f -> assertThat(f.bytes().length).isGreaterThan(3000));
    }
  }

  @Test
  void anInitialisationWithoutSoundYet_canTakeItLater() {
    try (OpenClip in = OpenClip.of(OpenClip.resource(folder, "aac.ts"))) {
      List<Packet> videoFirst = new ArrayList<>(in.of(in.video()));
      videoFirst.addAll(in.of(in.sound()));
      Recorded recorded =
          Recorded.of(in.streams, videoFirst, packet -> videoFirst.indexOf(packet) % 8 == 0);
      try (OpenClip out = OpenClip.of(recorded.write(folder.resolve("out.mp4"), 0))) {
        assertThat(out.sound().parameters().extradata_size()).isPositive();
        assertThat(out.sound().sampleRate()).isEqualTo(16_000);
      }
    }
  }

  @Test
  void nothingWritten_givesNothing() {
    try (OpenClip in = OpenClip.of(clip("a.mp4", 2));
        FragmentMuxer muxer = FragmentMuxer.open(in.streams)) {
      assertThat(muxer.cut()).isEmpty();
      assertThatThrownBy(muxer::init).isInstanceOf(IllegalStateException.class);
      muxer.write(in.packets.getFirst());
      assertThatThrownBy(muxer::init).isInstanceOf(IllegalStateException.class);
      assertThat(muxer.cut()).isPresent();
      assertThat(muxer.init()).isNotEmpty().isNotSameAs(muxer.init()).isEqualTo(muxer.init());
      assertThat(muxer.cut()).isEmpty();
    }
  }

  @Test
  void parametersThatAPacketBrings_areNoticedWhereTheyDiffer() {
    try (OpenClip in = OpenClip.of(clip("a.mp4", 4));
        OpenClip other = OpenClip.of(clip("b.mp4", 4, 128));
        FragmentMuxer muxer = FragmentMuxer.open(in.streams)) {
      assertThat(in.packets).noneMatch(muxer::changesParameters);
      Packet same = in.packets.get(1);
      bring(same, ExtraData.of(in.video().parameters()));
      assertThat(muxer.changesParameters(same)).isFalse();
      byte[] fresh = ExtraData.of(other.video().parameters());
      Packet changed = other.packets.getFirst();
      bring(changed, fresh);
      assertThat(muxer.changesParameters(changed)).isTrue();

      try (FragmentMuxer next = FragmentMuxer.open(in.streams)) {
        other.packets.forEach(next::write);
        assertThat(next.changesParameters(changed)).isFalse();
        Recorded recorded = new Recorded(next.cut().map(_ -> next.init()).orElseThrow(), List.of());
        assertThat(recorded.parameters().width()).isEqualTo(128);
        assertThat(recorded.parameters().height()).isEqualTo(64);
        assertThat(new String(recorded.init(), ISO_8859_1)).contains(new String(fresh, ISO_8859_1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anotherSizeInTheStreamIsNoticed_andTheNextRunHasIt(boolean hevc) {
    Path first = hevc ? OpenClip.resource(folder, "hevc.ts") : clip("a.ts", 6);
    Path second = hevc ? OpenClip.resource(folder, "hevc-96x64.ts") : clip("b.ts", 6, 128);
    int width = hevc ? 96 : 128;
    try (OpenClip in = OpenClip.of(first);
        OpenClip other = OpenClip.of(second)) {
      try (FragmentMuxer muxer = FragmentMuxer.open(in.streams)) {
        in.packets.forEach(muxer::write);
        assertThat(in.packets).noneMatch(muxer::changesParameters);
        List<Packet> changed = other.packets.stream().filter(muxer::changesParameters).toList();
        assertThat(changed).isNotEmpty().allMatch(Packet::isKeyFrame);
      }
      // the input goes on with the parameters that it was opened with
      Recorded recorded = Recorded.of(in.streams, other.packets, packet -> false);
      Path file = recorded.write(folder.resolve("other.mp4"), 0);
      try (OpenClip out = OpenClip.of(file);
          FragmentMuxer muxer = FragmentMuxer.open(in.streams)) {
        assertThat(out.video().parameters().width()).isEqualTo(width);
        assertThat(out.video().parameters().height()).isEqualTo(64);
        muxer.write(other.packets.getFirst());
        assertThat(other.packets).noneMatch(muxer::changesParameters);
      }
      assertThat(decodedTimes(file)).hasSize(other.packets.size());
    }
  }

  @Test
  void aCameraThatDescribesNothing_isKnownByItsFirstPicture() {
    try (OpenClip in = OpenClip.of(clip("a.ts", 6))) {
      withParameters(
          in.video(),
          bare -> bare.extradata_size(0),
          stream -> {
            try (FragmentMuxer muxer = FragmentMuxer.open(List.of(stream))) {
              in.packets.forEach(muxer::write);
              assertThat(muxer.cut()).isPresent();
              assertThat(MediaParameters.of(muxer.init()).orElseThrow().codecs())
                  .startsWith("avc1.42");
            }
          });
    }
  }

  @Test
  void aSourceThatTellsNothing_isRefused() {
    try (OpenClip in = OpenClip.of(clip("a.mp4", 2))) {
      withParameters(
          in.video(),
          bare -> bare.extradata_size(0),
          stream -> {
            try (FragmentMuxer muxer = FragmentMuxer.open(List.of(stream))) {
              assertFails(() -> muxer.write(in.packets.getFirst()), "parameters of its codec");
              assertThatThrownBy(() -> muxer.write(in.packets.getFirst()))
                  .isInstanceOf(IllegalStateException.class);
              assertThatThrownBy(muxer::cut).isInstanceOf(IllegalStateException.class);
            }
          });
      withParameters(
          in.video(),
          bare -> bare.width(0),
          stream ->
              assertFails(() -> FragmentMuxer.open(List.of(stream)), "the size of its pictures"));
    }
  }

  @Test
  void otherStreamsAreRefused() {
    try (OpenClip in = OpenClip.of(OpenClip.resource(folder, "aac.mp4"))) {
      PacketStream video = in.video();
      PacketStream sound = in.sound();
      assertThat(in.streams).allMatch(FragmentMuxer::carries);
      for (List<PacketStream> wrong :
          List.of(
              List.<PacketStream>of(),
              List.of(sound),
              List.of(sound, video),
              List.of(video, video),
              List.of(video, sound, sound),
              List.of(video, renamed(sound, "pcm_alaw")))) {
        assertThatThrownBy(() -> FragmentMuxer.open(wrong))
            .isInstanceOf(IllegalArgumentException.class);
      }
      for (String codec : List.of("mpeg4", "mjpeg", "vp8", "vp9", "mpeg2video", "aac")) {
        assertThat(FragmentMuxer.carries(renamed(video, codec))).as(codec).isFalse();
      }
      for (String codec : List.of("pcm_mulaw", "pcm_alaw", "g726", "aac_latm", "h264", "vorbis")) {
        assertThat(FragmentMuxer.carries(renamed(sound, codec))).as(codec).isFalse();
      }
    }
  }

  @Test
  void packetsOfOtherStreams_areLeftOut() {
    try (OpenClip in = OpenClip.of(OpenClip.resource(folder, "aac.mp4"));
        FragmentMuxer muxer = FragmentMuxer.open(List.of(in.video()))) {
      in.packets.forEach(muxer::write);
      assertThat(muxer.cut()).get().extracting(Fragment::pictures).isEqualTo(20);
      assertThat(new String(muxer.init(), ISO_8859_1)).doesNotContain("soun");
    }
  }

  @Test
  void aGroupThatIsTooLarge_failsTheMuxer() {
    try (OpenClip in = OpenClip.of(clip("a.mp4", 30));
        FragmentMuxer muxer = FragmentMuxer.open(in.streams, 1 << 20)) {
      assertFails(
          () -> {
            for (int i = 0; i < 1_000_000; i++) {
              muxer.write(in.packets.get(i % 30));
            }
          },
          "can't record the video (h264) as MP4: there is no key frame within 1 MiB; let the"
              + " camera send one every few seconds");
      assertThat(NativeMemory.bytes() - before).isGreaterThan(900_000);
      assertThatThrownBy(muxer::cut).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void whatIsHeldCountsAsNativeMemory_untilItIsCut() {
    try (OpenClip in = OpenClip.of(clip("a.mp4", 10));
        FragmentMuxer muxer = FragmentMuxer.open(in.streams)) {
      long opened = NativeMemory.bytes();
      in.packets.forEach(muxer::write);
      assertThat(NativeMemory.bytes() - opened)
          .isEqualTo(in.packets.stream().mapToLong(Packet::size).sum());
      assertThat(muxer.cut()).isPresent();
      assertThat(NativeMemory.bytes()).isEqualTo(opened);
    }
  }

  @Test
  void closingHalfWayOrTwice_freesAllOnce() {
    try (OpenClip in = OpenClip.of(OpenClip.resource(folder, "aac.ts"))) {
      FragmentMuxer written = FragmentMuxer.open(in.streams);
      in.packets.forEach(written::write);
      FragmentMuxer holding = FragmentMuxer.open(in.streams);
      Packet first = in.of(in.video()).getFirst();
      forgetTimes(first);
      holding.write(first);
      for (FragmentMuxer muxer : List.of(written, holding, FragmentMuxer.open(in.streams))) {
        muxer.close();
        muxer.close();
        assertThatThrownBy(() -> muxer.write(first)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(muxer::cut).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> muxer.changesParameters(first))
            .isInstanceOf(IllegalStateException.class);
      }
    }
  }

  @Test
  void manyAtATimeDontMixTheirBytes() {
    List<FragmentMuxer> muxers = new ArrayList<>();
    try (OpenClip in = OpenClip.of(OpenClip.resource(folder, "aac.ts"))) {
      for (int i = 0; i < 40; i++) {
        muxers.add(FragmentMuxer.open(in.streams));
      }
      in.packets.forEach(packet -> muxers.forEach(muxer -> muxer.write(packet)));
      List<byte[]> made =
          muxers.stream().map(FragmentMuxer::cut).map(cut -> cut.orElseThrow().bytes()).toList();
      assertThat(made).allMatch(bytes -> Arrays.equals(bytes, made.getFirst()));
    } finally {
      muxers.forEach(FragmentMuxer::close);
    }
  }

  @Test
  void thousandsOfRoundsLeakNothing() {
    try (OpenClip in = OpenClip.of(OpenClip.resource(folder, "aac.ts"))) {
      rounds(in, 500);
      long warm = Pointer.physicalBytes();
      rounds(in, 3000); // the buffer of one output alone would be 190 MB
      assertThat(Pointer.physicalBytes() - warm).isLessThan(40L << 20);
    }
  }

  private static void rounds(OpenClip in, int number) {
    for (int i = 0; i < number; i++) {
      try (FragmentMuxer muxer = FragmentMuxer.open(in.streams)) {
        in.packets.forEach(muxer::write);
        if (i % 2 == 0) {
          assertThat(muxer.cut()).isPresent();
        }
      }
    }
  }

  private Path clip(String name, int pictures) {
    return clip(name, pictures, 96);
  }

  private Path clip(String name, int pictures, int width) {
    return new TestClip()
        .size(width, 64)
        .coded("libopenh264", "yuv420p")
        .write(folder.resolve(name), pictures);
  }

  /** The packets that a file made of what was recorded has are those that came in. */
  private void assertSame(OpenClip in, Recorded recorded) {
    try (OpenClip out = OpenClip.of(recorded.write(folder.resolve("same.mp4"), 0))) {
      assertThat(out.streams)
          .extracting(PacketStream::codec)
          .isEqualTo(in.streams.stream().map(PacketStream::codec).toList());
      List<Packet> video = in.of(in.video());
      assertSameTimes(in, video, out, out.video(), video.getFirst());
      assertSamePayloads(in.video(), video, out.of(out.video()));
      if (in.streams.size() > 1) {
        double zero = zero(in, out, video.getFirst());
        List<Packet> sound =
            in.of(in.sound()).stream()
                .filter(packet -> in.packets.indexOf(packet) > in.packets.indexOf(video.getFirst()))
                .filter(packet -> in.sound().seconds(packet.dts()) >= zero)
                .toList();
        assertThat(sound).hasSizeGreaterThan(5);
        assertSameTimes(in, sound, out, out.sound(), video.getFirst());
        assertSamePayloads(in.sound(), sound, out.of(out.sound()));
      }
    }
  }

  private static void assertSameTimes(
      OpenClip in, List<Packet> came, OpenClip out, PacketStream stream, Packet zero) {
    PacketStream from = stream.kind() == PacketStream.Kind.VIDEO ? in.video() : in.sound();
    double begin = zero(in, out, zero);
    List<Packet> went = out.of(stream);
    assertThat(went.stream().map(Packet::dts).toList()).isSorted().doesNotHaveDuplicates();
    assertThat(went).hasSameSizeAs(came);
    for (int i = 0; i < came.size(); i++) {
      Packet expected = came.get(i);
      Packet actual = went.get(i);
      Offset<Double> tick = Offset.offset(1.01 * stream.seconds(1));
      assertThat(actual.isKeyFrame()).isEqualTo(expected.isKeyFrame());
      if (expected.dts() != Packet.NO_TIMESTAMP) {
        assertThat(stream.seconds(actual.dts()))
            .isCloseTo(from.seconds(expected.dts()) - begin, tick);
      }
      assertThat(stream.seconds(actual.pts()))
          .isCloseTo(from.seconds(expected.pts()) - begin, tick);
    }
  }

  /**
   * The input's time in seconds that became 0: when the first picture is decoded, or so long before
   * it is shown as in the file.
   */
  private static double zero(OpenClip in, OpenClip out, Packet first) {
    if (first.dts() != Packet.NO_TIMESTAMP) {
      return in.video().seconds(first.dts());
    }
    double delay = out.video().seconds(out.of(out.video()).getFirst().pts());
    assertThat(delay).isBetween(0.0, 0.2);
    return in.video().seconds(first.pts()) - delay;
  }

  private static void assertSamePayloads(
      PacketStream stream, List<Packet> came, List<Packet> went) {
    byte[] configuration = ExtraData.of(stream.parameters());
    boolean units = List.of("h264", "hevc").contains(stream.codec());
    boolean byteStream = units && !ParameterSets.isRecord(configuration);
    boolean headers = stream.codec().equals("aac") && configuration.length == 0;
    for (int i = 0; i < came.size(); i++) {
      byte[] in = OpenClip.payload(came.get(i));
      byte[] out = OpenClip.payload(went.get(i));
      if (byteStream) {
        assertThat(NalUnits.ofLengths(out)).isEqualTo(inSamples(stream, NalUnits.ofStream(in)));
      } else {
        assertThat(out).isEqualTo(headers ? Arrays.copyOfRange(in, 7, in.length) : in);
      }
    }
  }

  /** The units that stay with a picture: with hvc1, parameter sets are in the header alone. */
  private static List<String> inSamples(PacketStream stream, List<String> units) {
    return units.stream()
        .filter(unit -> stream.codec().equals("h264") || !unit.matches("4[024]01.*"))
        .toList();
  }

  private List<Long> videoMilliseconds(OpenClip in, String name) {
    try (OpenClip out = OpenClip.of(Recorded.of(in).write(folder.resolve(name), 0))) {
      return out.of(out.video()).stream()
          .map(packet -> milliseconds(out.video(), packet.pts()))
          .toList();
    }
  }

  private static long milliseconds(PacketStream stream, long ticks) {
    return Math.round(1000 * stream.seconds(ticks));
  }

  private static List<Duration> decodedTimes(Path file) {
    List<Duration> times = new ArrayList<>();
    try (Decoder decoder = TestClip.decoder(file)) {
      DecodedPicture decoded;
      while ((decoded = decoder.next()) != null) {
        times.add(Duration.ofNanos(decoded.timestampNanos()));
        decoded.picture().close();
      }
      assertThat(decoder.damagedPackets()).isZero();
    }
    return times;
  }

  private static void forgetTimes(Packet packet) {
    packet.avPacket().pts(Packet.NO_TIMESTAMP).dts(Packet.NO_TIMESTAMP);
  }

  private static void copyTimes(Packet from, Packet to) {
    to.avPacket().pts(from.pts()).dts(from.dts());
  }

  private static void bring(Packet packet, byte[] configuration) {
    AVPacket target = packet.avPacket();
    av_packet_new_side_data(target, AV_PKT_DATA_NEW_EXTRADATA, configuration.length)
        .put(configuration, 0, configuration.length);
  }

  private static PacketStream renamed(PacketStream stream, String codec) {
    return new PacketStream(
        stream.index(),
        stream.kind(),
        codec,
        stream.timeBaseNumerator(),
        stream.timeBaseDenominator(),
        stream.parameters());
  }

  /** A stream with parameters that were changed, as long as the action runs. */
  private static void withParameters(
      PacketStream stream, UnaryOperator<AVCodecParameters> change, Consumer<PacketStream> action) {
    AVCodecParameters copy = avcodec_parameters_alloc();
    avcodec_parameters_copy(copy, stream.parameters());
    change.apply(copy);
    try {
      action.accept(
          new PacketStream(
              stream.index(),
              stream.kind(),
              stream.codec(),
              stream.timeBaseNumerator(),
              stream.timeBaseDenominator(),
              copy));
    } finally {
      avcodec_parameters_free(copy);
    }
  }

  private static void assertFails(ThrowingCallable call, String text) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT))
        .hasMessageContaining(text);
  }

  /** The duration that the movie's header tells; 0 where fragments have it. */
  private static long durationInHeader(byte[] init) {
    int header = new String(init, ISO_8859_1).indexOf("mvhd");
    return ByteBuffer.wrap(init).getInt(header + 4 + 16);
  }
}
