package sluice.live;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.ErrorCode;
import sluice.core.LiveVideo;
import sluice.core.SluiceException;
import sluice.recording.files.MediaParameters;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.demux.PacketTap;
import sluice.video.mux.Fragment;
import sluice.video.mux.FragmentMuxer;

/**
 * Makes a fragment of each picture that a source sends, from the first key frame on after somebody
 * has begun to watch until nobody does. May be opened again after it was closed.
 */
final class VideoTap implements VideoSource, PacketTap {
  private static final Logger LOG = LoggerFactory.getLogger(VideoTap.class);

  /** Forward by more, or backward by any that packets of one run don't have: video begins anew. */
  private static final double MOST_AHEAD_SECONDS = 10;

  private static final double MOST_BACK_SECONDS = 1;

  private final LiveVideos videos;
  private final String stream;
  private final InstantSource clock;

  /** Null until the source was opened first. */
  private @Nullable VideoChannel channel;

  /** Null where it can't be watched. */
  private @Nullable PacketStream video;

  private @Nullable FragmentMuxer muxer;
  private boolean begun;
  private boolean hasFailed;
  private double last;
  private long number;

  VideoTap(LiveVideos videos, String stream, InstantSource clock) {
    this.videos = videos;
    this.stream = stream;
    this.clock = clock;
  }

  @Override
  public boolean isOwn() {
    return true;
  }

  @Override
  public void opened(List<PacketStream> streams) {
    PacketStream first = streams.getFirst();
    hasFailed = false;
    VideoChannel known = videos.opened(stream, this);
    channel = known;
    if (FragmentMuxer.carries(first)) {
      video = first;
    } else {
      known.unsupported(
          "its video is %s, which is not sent as it is (expected: h264, hevc or av1)"
              .formatted(first.codec()));
    }
  }

  @Override
  public boolean needsPackets() {
    VideoChannel to = channel;
    return to != null && video != null && to.isWatched();
  }

  @Override
  public void passed(int packets, int keyFrames) {
    VideoChannel to = channel;
    if (to != null && !to.isWatched()) {
      leave(to);
    }
  }

  @Override
  public void packet(Packet packet) {
    VideoChannel to = channel;
    if (to == null) {
      return;
    }
    PacketStream known = video;
    if (!to.isWatched()) {
      leave(to);
    } else if (known != null && packet.streamIndex() == known.index()) {
      try {
        picture(to, known, packet);
      } catch (SluiceException e) {
        fail(to, e);
      }
    }
  }

  /** Nobody watches any more. */
  private void leave(VideoChannel to) {
    if (muxer != null) {
      endRun();
      to.ended(this);
    }
  }

  /** Who watches is told; who comes later gets another try, with the next key frame. */
  private void fail(VideoChannel to, SluiceException failure) {
    String message = String.valueOf(failure.getMessage());
    if (!hasFailed) {
      LOG.warn("live video of stream {}: {}", stream, message);
    }
    hasFailed = true;
    endRun();
    to.failed(this, message);
  }

  private void picture(VideoChannel to, PacketStream known, Packet packet) {
    double at = seconds(known, packet);
    boolean jumps = at - last > MOST_AHEAD_SECONDS || last - at > MOST_BACK_SECONDS;
    last = at;
    FragmentMuxer open = muxer;
    if (open != null && (jumps || open.changesParameters(packet))) {
      endRun();
      open = null;
    }
    if (open == null) {
      if (!packet.isKeyFrame()) {
        return;
      }
      open = FragmentMuxer.openLive(known);
      muxer = open;
    }
    open.write(packet);
    Optional<Fragment> made = open.cut();
    if (made.isPresent()) {
      send(to, open, made.get());
    }
  }

  /** By which it is decoded; a packet without times counts as the one before it. */
  private double seconds(PacketStream known, Packet packet) {
    long ticks = packet.dts() == Packet.NO_TIMESTAMP ? packet.pts() : packet.dts();
    return ticks == Packet.NO_TIMESTAMP ? last : known.seconds(ticks);
  }

  private void send(VideoChannel to, FragmentMuxer open, Fragment made) {
    if (!begun) {
      begun = true;
      to.begin(this, start(open.init()));
    }
    to.add(
        this,
        new LiveVideo.Fragment(
            stream, number++, clock.instant(), made.start(), made.keyFrame(), made.bytes()));
  }

  private LiveVideo.Start start(byte[] init) {
    MediaParameters parameters =
        MediaParameters.of(init)
            .orElseThrow(
                () ->
                    new SluiceException(
                        ErrorCode.OUTPUT,
                        "can't send the video as MP4: its description can't be read"));
    return new LiveVideo.Start(
        stream, parameters.codecs(), parameters.width(), parameters.height(), init);
  }

  private void endRun() {
    FragmentMuxer open = muxer;
    muxer = null;
    begun = false;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void closed() {
    endRun();
    video = null;
    VideoChannel known = channel;
    if (known != null) {
      known.closed(this);
    }
  }
}
