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
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.recording.RecordingLoss;
import sluice.recording.files.MediaParameters;
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

  /**
   * No run begins earlier, whatever a source that sends what it has kept seems to say: files that
   * began before this process are those of the one before, which recovery looks at.
   */
  private final Instant earliest;

  private List<PacketStream> streams = List.of();
  private @Nullable FragmentMuxer muxer;
  private @Nullable RunFormat format;
  private RunClock wall = new RunClock(Instant.EPOCH, 0);
  private Instant lastEnd = Instant.MIN;
  private long runStart;
  private long fragmentStart;

  /** Media time of the last picture. */
  private long last;

  /**
   * Whether a picture of this run has told a time: those before it count as the first that does.
   */
  private boolean isTimed;

  private boolean runIsOver;

  /** Whether nothing was recorded since {@link #fragmentStart}, for packets that can't be. */
  private boolean isFailing;

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
    this.earliest = clock.instant();
  }

  @Override
  public boolean wantsAudio() {
    return audio;
  }

  @Override
  public void opened(List<PacketStream> opened) {
    queue.opened();
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
    isTimed = false;
    isFailing = false;
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
      fail(e);
      endRun();
    }
  }

  /** It is tried again with each key frame, and said once. */
  private void fail(SluiceException failure) {
    if (!isFailing) {
      LOG.warn(
          "recording of stream {}: {}; it goes on with the next key frame that can be recorded",
          queue.stream(),
          failure.getMessage());
    }
    isFailing = true;
    queue.interrupted(String.valueOf(failure.getMessage()));
  }

  /** Video from the begin of the fragment that failed is lost. */
  private void countLost(long until) {
    if (isFailing) {
      queue.lost(RecordingLoss.BAD_PACKETS, until - fragmentStart);
    }
  }

  private void picture(Packet packet) {
    long at = nanos(packet);
    if (!isTimed && hasTime(packet)) {
      isTimed = true;
      runStart = at;
      fragmentStart = at;
      last = at;
    }
    long before = last;
    boolean jumps = jumps(at);
    last = at;
    boolean key = packet.isKeyFrame();
    FragmentMuxer open = muxer;
    if (open != null && (jumps || open.changesParameters(packet))) {
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
      countLost(jumps ? before : at);
      begin(at);
    }
    write(packet);
    if (isTimed) {
      wall.packet(at - runStart, nanoClock.getAsLong());
    }
  }

  private static boolean hasTime(Packet packet) {
    return packet.dts() != Packet.NO_TIMESTAMP || packet.pts() != Packet.NO_TIMESTAMP;
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
    fragmentStart = at;
    muxer = FragmentMuxer.open(streams);
    wall = new RunClock(clock.instant(), nanoClock.getAsLong());
    runStart = at;
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
    isFailing = false;
    RunFormat run = format;
    if (run == null) {
      run = formatOf(open.init());
      format = run;
    }
    Fragment fragment = made.get();
    lastEnd = run.beganAt().plus(fragment.end());
    queue.offer(new RecordedFragment(run, fragment, run.beganAt().plus(fragment.start()), lastEnd));
    runIsOver = drifted || wall.hasStepped(clock.instant(), nanoClock.getAsLong());
  }

  private RunFormat formatOf(byte[] init) {
    return new RunFormat(
        startOfRun(),
        init,
        MediaParameters.of(init)
            .orElseThrow(
                () ->
                    new SluiceException(
                        ErrorCode.OUTPUT,
                        "can't record the video as MP4: its description can't be read")));
  }

  private Instant startOfRun() {
    Instant measured = wall.at(Duration.ZERO);
    if (measured.isBefore(earliest)) {
      return lastEnd.isBefore(earliest) ? earliest : lastEnd;
    }
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
      fail(e);
    } finally {
      countLost(last);
      endRun();
      streams = List.of();
      queue.closed();
    }
  }
}
