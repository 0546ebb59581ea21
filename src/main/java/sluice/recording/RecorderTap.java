package sluice.recording;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.SluiceException;
import sluice.core.recording.RecordingLoss;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.demux.PacketTap;
import sluice.video.mux.Fragment;
import sluice.video.mux.FragmentMuxer;

/**
 * Makes fragments of a source's packets, a key frame's group each, and hands them to the store. A
 * new run begins where the source is opened, where its times jump, where its parameters change, and
 * where its clock has drifted off. May be opened again after it was closed.
 */
final class RecorderTap implements PacketTap {
  private static final Logger LOG = LoggerFactory.getLogger(RecorderTap.class);

  /** Forward by more, or backward by any that packets of one run don't have: a jump. */
  private static final long MOST_AHEAD_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long MOST_BACK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Groups that are longer are cut in between, so that a crash costs no more. */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A run that seems to begin by less before the end of the last one begins at that end. */
  private static final Duration SMALL_OVERLAP = Duration.ofSeconds(5);

  private final StreamQueue queue;
  private final boolean audio;
  private final InstantSource clock;
  private final LongSupplier nanoClock;

  private List<PacketStream> streams = List.of();
  private @Nullable FragmentMuxer muxer;
  private @Nullable RunFormat format;
  private RunClock wall = new RunClock(Instant.EPOCH, 0);
  private Instant lastEnd = Instant.MIN;
  private long runStart;
  private long fragmentStart;
  private long last;
  private boolean runIsOver;

  /**
   * A tap of one stream.
   *
   * @param queue takes the fragments
   * @param audio whether sound is recorded too
   * @param nanoClock monotonic
   */
  RecorderTap(StreamQueue queue, boolean audio, InstantSource clock, LongSupplier nanoClock) {
    this.queue = queue;
    this.audio = audio;
    this.clock = clock;
    this.nanoClock = nanoClock;
  }

  @Override
  public boolean wantsAudio() {
    return audio;
  }

  @Override
  public void opened(List<PacketStream> opened) {
    PacketStream video = opened.getFirst();
    if (!FragmentMuxer.carries(video)) {
      streams = List.of();
      queue.unsupported(
          "its video is "
              + video.codec()
              + ", which is not recorded (expected: h264, hevc or av1)");
      return;
    }
    List<PacketStream> chosen = new ArrayList<>(List.of(video));
    opened.stream().skip(1).filter(FragmentMuxer::carries).limit(1).forEach(chosen::add);
    if (audio && chosen.size() == 1) {
      LOG.info(
          "recording of stream {} has no sound: {}",
          queue.stream(),
          opened.size() > 1
              ? opened.get(1).codec() + " is not recorded (expected: aac or opus)"
              : "the source has none");
    }
    streams = List.copyOf(chosen);
    queue.opened();
  }

  @Override
  public void packet(Packet packet) {
    if (streams.isEmpty()) {
      return;
    }
    boolean video = packet.streamIndex() == streams.getFirst().index();
    try {
      if (video) {
        picture(packet);
      } else if (muxer != null) {
        muxer.write(packet);
      }
    } catch (SluiceException e) {
      LOG.warn(
          "recording of stream {}: {}; it goes on with the next key frame",
          queue.stream(),
          e.getMessage());
      queue.lost(RecordingLoss.BAD_PACKETS, Math.max(0, last - fragmentStart));
      endRun();
    }
  }

  private void picture(Packet packet) {
    long at = nanos(packet);
    boolean key = packet.isKeyFrame();
    FragmentMuxer open = muxer;
    if (open != null && (jumps(at) || open.changesParameters(packet))) {
      cut();
      endRun();
    } else if (open != null && (key || at - fragmentStart >= LONGEST_NANOS)) {
      cut();
      fragmentStart = at;
      if (key && runIsOver) {
        endRun();
      }
    }
    if (muxer == null) {
      if (!key) {
        return;
      }
      begin(at);
    }
    write(packet);
    last = at;
    wall.packet(at - runStart, nanoClock.getAsLong());
  }

  private void write(Packet packet) {
    FragmentMuxer open = muxer;
    if (open != null) {
      open.write(packet);
    }
  }

  /** By which it is decoded; a packet without times counts as the one before it. */
  private long nanos(Packet packet) {
    long ticks = packet.dts() == Packet.NO_TIMESTAMP ? packet.pts() : packet.dts();
    return ticks == Packet.NO_TIMESTAMP
        ? last
        : Math.round(streams.getFirst().seconds(ticks) * TimeUnit.SECONDS.toNanos(1));
  }

  private boolean jumps(long at) {
    return at - last > MOST_AHEAD_NANOS || last - at > MOST_BACK_NANOS;
  }

  private void begin(long at) {
    muxer = FragmentMuxer.open(streams);
    wall = new RunClock(clock.instant(), nanoClock.getAsLong());
    runStart = at;
    fragmentStart = at;
    runIsOver = false;
  }

  private void cut() {
    FragmentMuxer open = muxer;
    if (open == null) {
      return;
    }
    Optional<Fragment> made = open.cut();
    if (made.isEmpty()) {
      return;
    }
    boolean drifted = wall.fragment();
    RunFormat run = format;
    if (run == null) {
      run =
          new RunFormat(
              startOfRun(),
              open.init(),
              open.codecs(),
              open.width(),
              open.height(),
              streams.size() > 1);
      format = run;
    }
    Fragment fragment = made.get();
    lastEnd = run.beganAt().plus(fragment.end());
    queue.offer(new RecordedFragment(run, fragment, run.beganAt().plus(fragment.start()), lastEnd));
    runIsOver = drifted || wall.hasStepped(clock.instant(), nanoClock.getAsLong());
  }

  private Instant startOfRun() {
    Instant measured = wall.at(Duration.ZERO);
    boolean overlaps =
        measured.isBefore(lastEnd) && lastEnd.minus(SMALL_OVERLAP).isBefore(measured);
    return overlaps ? lastEnd : measured;
  }

  private void endRun() {
    FragmentMuxer open = muxer;
    muxer = null;
    format = null;
    if (open != null) {
      open.close();
      queue.endRun();
    }
  }

  @Override
  public void closed() {
    try {
      cut();
    } catch (SluiceException e) {
      LOG.warn("recording of stream {}: {}", queue.stream(), e.getMessage());
      queue.lost(RecordingLoss.BAD_PACKETS, Math.max(0, last - fragmentStart));
    } finally {
      endRun();
      streams = List.of();
      queue.closed();
    }
  }
}
