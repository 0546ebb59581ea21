package sluice.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.recording.ExportAnswer;
import sluice.core.recording.ExportPart;
import sluice.core.recording.ExportState;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordingExport;
import sluice.core.recording.RecordingMode;
import sluice.core.recording.RecordingSettings;
import sluice.recording.export.RecordingExports;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.demux.PacketTap;

/**
 * Exports of recordings, against the packets of the source. The clips have 20 pictures, 25 a
 * second, a key frame each 8 and two B-frames between others.
 */
@Timeout(60)
class RecordingExportIT {
  private static final Instant EVER = Instant.parse("2099-01-01T00:00:00Z");
  private static final int PICTURES = 20;
  private static final int GROUP = 8;

  @TempDir Path folder;
  private RecordingStore store;
  private PacedTap tap;
  private Instant now = PacedTap.BEGIN;

  @BeforeEach
  void open() throws InterruptedException {
    store =
        RecordingStore.open(
            folder.resolve("recordings"),
            () -> new RetentionLimits(1L << 40, 0, stream -> Duration.ofDays(36_500)),
            InstantSource.system());
    store.recover();
    tap = tap(Duration.ofMillis(1)); // a file for each group
  }

  private PacedTap tap(Duration segment) {
    return new PacedTap(
        paced ->
            store.recorder(
                "yard",
                new RecordingSettings(
                    RecordingMode.CONTINUOUS,
                    RecordingSettings.OFF.source(),
                    true,
                    segment,
                    RecordingSettings.OFF.maxAge(),
                    RecordingSettings.OFF.keepMotion(),
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofDays(1)),
                paced::wall,
                paced::nanos));
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** A packet of a clip or an export; times in seconds. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Taken(boolean video, boolean key, double pts, double dts, byte[] payload) {}

  /** All packets of a file, as our own demuxer has them. */
  private static final class Taking implements PacketTap {
    final List<Taken> packets = new ArrayList<>();
    private List<PacketStream> streams = List.of();

    static Taking of(Path file) {
      Taking taking = new Taking();
      try (Demuxer demuxer =
          Demuxer.open(DecoderSettings.file(file), () -> false, List.of(taking))) {
        while (demuxer.read() != null) {
          // it takes them
        }
      }
      return taking;
    }

    List<Taken> of(boolean video) {
      return packets.stream().filter(packet -> packet.video() == video).toList();
    }

    @Override
    public boolean wantsAudio() {
      return true;
    }

    @Override
    public void opened(List<PacketStream> opened) {
      streams = opened;
    }

    @Override
    public void packet(Packet packet) {
      PacketStream of =
          streams.stream().filter(s -> s.index() == packet.streamIndex()).findFirst().orElseThrow();
      packets.add(
          new Taken(
              of.kind() == PacketStream.Kind.VIDEO,
              packet.isKeyFrame(),
              of.seconds(packet.pts()),
              of.seconds(packet.dts()),
              packet.data().toArray(ValueLayout.JAVA_BYTE)));
    }

    @Override
    public void closed() {}
  }

  private Path clip(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream clip =
        Objects.requireNonNull(getClass().getResourceAsStream("/sluice/video/mux/" + name))) {
      Files.copy(clip, file);
    }
    return file;
  }

  private void record(Path clip) {
    record(clip, 3);
  }

  private void record(Path clip, int files) {
    int before = segments().size();
    try (Demuxer demuxer = Demuxer.open(DecoderSettings.file(clip), () -> false, List.of(tap))) {
      while (demuxer.read() != null) {
        // the tap records
      }
    }
    await().until(() -> segments().size() == before + files);
  }

  private List<RecordedSegment> segments() {
    return store.index().segments("yard", Instant.EPOCH, EVER, 1000);
  }

  private RecordingExport exported(Instant from, Instant to) {
    ExportAnswer answer = store.exports().begin("yard", from, to);
    assertThat(answer).isInstanceOf(ExportAnswer.Taken.class);
    long number = ((ExportAnswer.Taken) answer).export().number();
    await().until(() -> store.exports().find(number).orElseThrow().expiresAt().isPresent());
    RecordingExport export = store.exports().find(number).orElseThrow();
    assertThat(export.state()).as(export.reason()).isEqualTo(ExportState.DONE);
    assertThat(export.progress()).isEqualTo(1);
    return export;
  }

  private Path file(RecordingExport export, int part) {
    return store.exports().file(export, export.parts().get(part - 1));
  }

  private List<String> files(String below) throws IOException {
    Path place = folder.resolve("recordings/.exports").resolve(below);
    if (!Files.exists(place)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
    }
  }

  /** Packets are those of the source, their times go on as there, the first is shown at 0. */
  private static void areEqual(List<Taken> exported, List<Taken> source, double zero) {
    assertThat(exported).extracting(Taken::payload).containsExactlyElementsOf(payloads(source));
    for (int i = 0; i < exported.size(); i++) {
      assertThat(exported.get(i).pts()).isCloseTo(source.get(i).pts() - zero, within(0.001));
      assertThat(exported.get(i).dts()).isCloseTo(source.get(i).dts() - zero, within(0.001));
    }
  }

  private static List<byte[]> payloads(List<Taken> packets) {
    return packets.stream().map(Taken::payload).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"aac.mp4", "hevc.mp4"})
  void spanOverTwoRuns_isTwoFiles_fromTheKeyFrameBefore_withThePacketsOfTheSource(String name)
      throws Exception {
    Path clip = clip(name);
    record(clip);
    tap.pass(5_000);
    record(clip);
    List<RecordedSegment> files = segments();
    RecordedSegment second = files.get(1);
    RecordedSegment middle = files.get(4);
    Instant to = middle.startsAt().plusMillis(100);

    RecordingExport export = exported(second.startsAt().plusMillis(50), to);

    assertThat(export.parts()).hasSize(2);
    assertThat(export.missing()).isZero();
    ExportPart first = export.parts().getFirst();
    assertThat(first.from()).isBetween(second.startsAt(), second.startsAt().plusMillis(1));
    assertThat(first.to()).isEqualTo(files.get(2).endsAt());
    assertThat(first.bytes()).isEqualTo(Files.size(file(export, 1)));
    assertThat(export.parts().getLast().to()).isEqualTo(to);

    Taking source = Taking.of(clip);
    List<Taken> pictures = source.of(true);
    assertThat(pictures).hasSize(PICTURES);
    Taken key = pictures.get(GROUP);
    assertThat(key.key()).isTrue();
    Taking one = Taking.of(file(export, 1));
    areEqual(one.of(true), pictures.subList(GROUP, PICTURES), key.pts());
    assertThat(one.of(true).getFirst().key()).isTrue();
    assertThat(one.of(true).getFirst().pts()).isZero();
    List<Taken> sound = source.of(false).stream().filter(p -> p.pts() >= key.pts()).toList();
    areEqual(one.of(false), sound, key.pts());

    double end =
        pictures.getFirst().dts()
            + Duration.between(middle.startsAt(), to).plus(middle.mediaStart()).toMillis() / 1e3;
    List<Taken> upTo = pictures.stream().filter(p -> p.dts() < end).toList();
    assertThat(upTo).hasSizeBetween(GROUP + 1, PICTURES - 1);
    areEqual(Taking.of(file(export, 2)).of(true), upTo, pictures.getFirst().pts());

    String bytes = Files.readString(file(export, 1), StandardCharsets.ISO_8859_1);
    assertThat(bytes.indexOf("moov")).isLessThan(bytes.indexOf("mdat"));
    assertThat(bytes).doesNotContain("moof");
    assertThat(bytes).contains(name.startsWith("hevc") ? "hvc1" : "avc1");
  }

  @Test
  void exportOutOfTheMiddleOfAFile_beginsWithTheLastKeyFrameBefore() throws Exception {
    tap = tap(Duration.ofSeconds(10));
    Path clip = clip("aac.mp4");
    record(clip, 1);
    RecordedSegment all = segments().getFirst();
    RecordingExport export = exported(all.startsAt().plusMillis(600), all.endsAt());
    List<Taken> pictures = Taking.of(clip).of(true);
    List<Taken> copied = Taking.of(file(export, 1)).of(true);
    areEqual(copied, pictures.subList(GROUP, PICTURES), pictures.get(GROUP).pts());
    assertThat(export.parts().getFirst().from()).isEqualTo(all.startsAt().plusMillis(40L * GROUP));
  }

  @Test
  void whatWasDeletedMeanwhile_isLeftOut_andTold() throws Exception {
    record(clip("aac.mp4"));
    RecordedSegment gone = segments().get(1);
    Files.delete(store.file(gone));
    RecordingExport export = exportedAll();
    assertThat(export.parts()).hasSize(2);
    assertThat(export.missing()).isEqualTo(gone.length());
    assertThat(Taking.of(file(export, 1)).of(true)).hasSize(GROUP);
    assertThat(Taking.of(file(export, 2)).of(true)).hasSize(PICTURES - 2 * GROUP);
  }

  private RecordingExport exportedAll() {
    return exported(segments().getFirst().startsAt(), segments().getLast().endsAt());
  }

  @Test
  void exportsThatAreDone_outliveTheProcess_othersDoNot_andWhatIsDeletedLeavesNothing()
      throws Exception {
    record(clip("aac.mp4"));
    RecordingExport export = exportedAll();
    Files.createDirectories(folder.resolve("recordings/.exports/77"));
    Files.writeString(folder.resolve("recordings/.exports/77/1.mp4"), "cut");
    close();
    open();
    assertThat(store.exports().all()).containsExactly(export);
    assertThat(files("77")).isEmpty();
    assertThat(Taking.of(file(export, 1)).of(true)).hasSize(PICTURES);
    assertThat(store.exports().delete(export.number())).isTrue();
    await().until(() -> files("").isEmpty());
    assertThat(store.exports().all()).isEmpty();
    assertThat(store.exports().delete(export.number())).isFalse();
  }

  @Test
  void exports_areRefused_whereThereIsNothing_orTooMuch_orNoRoom_andGoAfterADay() throws Exception {
    record(clip("aac.mp4"));
    Instant from = segments().getFirst().startsAt();
    Instant to = from.plusSeconds(1);
    long[] room = {0};
    try (RecordingExports exports =
        new RecordingExports(
            folder.resolve("recordings"), store.index(), () -> room[0], () -> 1_000, () -> now)) {
      assertThat(cause(exports.begin("none", from, to))).isEqualTo(ExportAnswer.Cause.NOTHING);
      assertThat(cause(exports.begin("yard", from, from.plus(Duration.ofHours(25)))))
          .isEqualTo(ExportAnswer.Cause.TOO_LARGE);
      assertThat(cause(exports.begin("yard", from, to))).isEqualTo(ExportAnswer.Cause.NO_ROOM);
      room[0] = Long.MAX_VALUE;
      for (int i = 0; i < RecordingExports.MOST; i++) {
        assertThat(exports.begin("yard", from, to)).isInstanceOf(ExportAnswer.Taken.class);
        if (i % RecordingExports.MOST_WAITING == 0 || i == RecordingExports.MOST - 1) {
          await().until(() -> exports.all().stream().allMatch(e -> e.state() == ExportState.DONE));
        }
      }
      assertThat(cause(exports.begin("yard", from, to))).isEqualTo(ExportAnswer.Cause.TOO_MANY);
      assertThat(exports.all()).extracting(RecordingExport::number).doesNotHaveDuplicates();
      now = now.plus(RecordingExports.KEPT);
      exports.tidy();
      assertThat(exports.all()).isEmpty();
      await().until(() -> files("").isEmpty());
    }
  }

  @Test
  void exportThatIsGivenUp_leavesNothing_andNoMoreWaitThanMay() throws Exception {
    record(clip("aac.mp4"));
    Instant from = segments().getFirst().startsAt();
    Instant to = from.plusSeconds(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    LongSupplier room =
        () -> {
          if (Thread.currentThread().getName().equals("sluice-recording-export")) {
            looks.incrementAndGet();
            try {
              goesOn.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          return Long.MAX_VALUE;
        };
    try (RecordingExports exports =
        new RecordingExports(
            folder.resolve("recordings"), store.index(), room, () -> 1_000, () -> now)) {
      exports.begin("yard", from, to);
      await().until(() -> exports.all().getFirst().state() == ExportState.RUNNING);
      for (int i = 0; i < RecordingExports.MOST_WAITING; i++) {
        assertThat(exports.begin("yard", from, to)).isInstanceOf(ExportAnswer.Taken.class);
      }
      assertThat(cause(exports.begin("yard", from, to))).isEqualTo(ExportAnswer.Cause.BUSY);
      await().until(() -> !files("").isEmpty());
      for (RecordingExport export : exports.all()) {
        assertThat(exports.delete(export.number())).isTrue();
      }
      assertThat(exports.all()).isEmpty();
      goesOn.countDown();
      await().until(() -> files("").isEmpty());
    } finally {
      goesOn.countDown();
    }
    assertThat(looks).as("files that were begun to be copied").hasValue(1);
  }

  private static ExportAnswer.Cause cause(ExportAnswer answer) {
    return ((ExportAnswer.Refused) answer).cause();
  }
}
