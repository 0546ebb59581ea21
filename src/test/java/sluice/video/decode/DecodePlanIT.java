package sluice.video.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.DecodeMode;
import sluice.video.TestClip;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;
import sluice.video.demux.Packet;

/** What a live source's packets become, with a decoder that the test stands in for. */
@Timeout(60)
class DecodePlanIT {
  private static final int PICTURES_A_SECOND = 25;
  private static final int PICTURES = 20 * PICTURES_A_SECOND;

  @TempDir Path folder;

  private final Deque<Long> decoder = new ArrayDeque<>();
  private final SpacedDemand demand = new SpacedDemand(TimeUnit.MILLISECONDS.toNanos(2500));
  private int openBefore;

  /** Pictures that the decoder keeps back from a number of packets on. */
  private int keepsBackFrom = Integer.MAX_VALUE;

  /** A picture that was handed out, and how many packets were read by then. */
  private record Given(int number, int read) {}

  private record Outcome(List<Given> given, List<DecodeMode> modes) {}

  @BeforeEach
  void count() {
    openBefore = Packet.open();
  }

  @AfterEach
  void noPacketIsLeft() {
    assertThat(Packet.open()).isEqualTo(openBefore);
  }

  @Test
  void wantedKeyFrames_comeAtOnce() {
    Outcome outcome = play();

    assertThat(outcome.modes).contains(DecodeMode.KEY);
    assertThat(outcome.given).hasSizeGreaterThan(6).allSatisfy(DecodePlanIT::isFresh);
  }

  /** FFmpeg may find out while it decodes, and also because pictures were left out. */
  @Test
  void decoderThatBeginsToKeepPicturesBack_isGivenWhatPushesThemOut() {
    keepsBackFrom = 10 * PICTURES_A_SECOND;

    Outcome outcome = play();

    assertThat(outcome.given.getLast().number).isGreaterThan(16 * PICTURES_A_SECOND);
    assertThat(outcome.given).hasSizeGreaterThan(6).allSatisfy(DecodePlanIT::isFresh);
  }

  private static void isFresh(Given given) {
    assertThat(given.read - given.number)
        .as("packets read after that of %s", given)
        .isBetween(1, 3);
  }

  /** Plays a clip with a key frame each second, of which one each 2.5 seconds is wanted. */
  private Outcome play() {
    Path clip =
        new TestClip()
            .size(64, 48)
            .rate(PICTURES_A_SECOND)
            .gop(PICTURES_A_SECOND)
            .coded("libopenh264", "yuv420p")
            .write(folder.resolve("clip.mkv"), PICTURES);
    List<Given> given = new ArrayList<>();
    List<DecodeMode> modes = new ArrayList<>();
    int read = 0;
    boolean ended = false;
    try (Demuxer demuxer = Demuxer.open(DecoderSettings.file(clip), () -> false, List.of())) {
      StreamHeader header = StreamHeader.of(demuxer, true);
      MediaClock clock = new MediaClock(header.pictureNanos(), Long.MAX_VALUE, () -> false);
      PictureRoles roles = PictureRoles.of(demuxer.stream().codecpar());
      try (DecodePlan plan = new DecodePlan(roles, false, clock, header::nanos)) {
        plan.serve(demand);
        while (true) {
          plan.pass();
          int delay = read >= keepsBackFrom ? 1 : 0;
          if (decoder.size() > (ended ? 0 : delay)) {
            long pts = decoder.removeFirst();
            if (plan.isHandedOut(pts)) {
              long nanos = clock.next(header.nanos(pts));
              demand.given(nanos);
              given.add(new Given((int) Math.round(nanos * 1e-9 * PICTURES_A_SECOND), read));
              plan.proceed();
            }
            continue;
          }
          if (ended && decoder.isEmpty()) {
            plan.finish();
            return new Outcome(given, modes);
          }
          plan.starved(delay);
          plan.rest();
          try (Packet planned = plan.next()) {
            if (planned != null) {
              decoder.add(planned.pts());
              continue;
            }
          }
          Packet packet = demuxer.read();
          if (packet == null) {
            ended = true;
            plan.end();
          } else {
            read++;
            if (plan.isSentAtOnce(packet)) {
              decoder.add(packet.pts());
            }
          }
          if (modes.isEmpty() || modes.getLast() != plan.mode()) {
            modes.add(plan.mode());
          }
        }
      }
    }
  }
}
