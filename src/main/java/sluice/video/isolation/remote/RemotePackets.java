package sluice.video.isolation.remote;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISPOSABLE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.demux.PacketTaps;
import sluice.video.ffmpeg.NativeAddress;
import sluice.video.isolation.protocol.CodecParameters;
import sluice.video.isolation.protocol.Limits;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.ProtocolException;
import sluice.video.isolation.protocol.RemoteStream;

/**
 * The packets that a process sends, lent to taps as a demuxer lends its own. Owns the taps and the
 * parameters of the streams. One thread.
 */
final class RemotePackets implements AutoCloseable {
  /** The flags that are about packets as such; FFmpeg has others that let it follow pointers. */
  private static final int FLAGS =
      AV_PKT_FLAG_KEY | AV_PKT_FLAG_CORRUPT | AV_PKT_FLAG_DISCARD | AV_PKT_FLAG_DISPOSABLE;

  private static final byte[] NONE = {};

  private final PacketTaps taps;
  private final List<RemoteStream> streams = new ArrayList<>();
  private final AVPacket current = av_packet_alloc();
  private final Packet lent = Packet.lent(current);
  private byte[] configuration = NONE;
  private boolean opened;
  private boolean closed;

  /** For taps that are not opened yet; taken over. */
  RemotePackets(PacketTaps taps) {
    this.taps = taps;
  }

  /** Whether packets are to be sent: to be told with each order. */
  boolean areNeeded() {
    return taps.needPackets();
  }

  /**
   * The streams of the input.
   *
   * @throws ProtocolException where they are told twice, or can't be
   */
  void open(Message.Streams told) {
    if (opened) {
      throw new ProtocolException("the streams are told twice");
    }
    opened = true;
    List<PacketStream> known = new ArrayList<>();
    for (var parameters : told.streams()) {
      RemoteStream stream = RemoteStream.of(parameters);
      streams.add(stream);
      known.add(stream.stream());
    }
    requireVideoAndSound(known);
    taps.opened(known);
  }

  private void requireVideoAndSound(List<PacketStream> known) {
    PacketStream first = known.getFirst();
    PacketStream last = known.getLast();
    if (first.kind() != PacketStream.Kind.VIDEO) {
      throw new ProtocolException("the first stream is none of video");
    }
    if (known.size() > 1
        && (last.kind() != PacketStream.Kind.AUDIO
            || !taps.wantsAudio()
            || last.index() == first.index())) {
      throw new ProtocolException("the second stream is none of sound that is wanted");
    }
  }

  /** Throws where the streams are told already, as they are when the input is open. */
  void requireUnopened() {
    if (opened) {
      throw new ProtocolException("it asks for another way to open an input that it has opened");
    }
  }

  /** Packets that were not sent. */
  void pass(Message.Passed passed) {
    requireOpened();
    taps.passed(passed.packets(), passed.keyFrames());
  }

  /** The configuration that the next packet brings. */
  void configure(Message.Configuration told) {
    requireOpened();
    configuration = told.data();
  }

  /** Lends a packet to the taps; whether it is one of the video. */
  boolean lend(Message.Packet sent) {
    requireOpened();
    PacketStream stream = streamOf(sent.stream());
    av_packet_unref(current);
    int bytes = sent.data().remaining();
    if (av_new_packet(current, bytes) < 0) {
      throw new SluiceException(
          ErrorCode.INTERNAL, "no memory for a packet of " + bytes + " bytes");
    }
    if (bytes > 0) {
      NativeAddress.segment(current.data(), bytes).copyFrom(MemorySegment.ofBuffer(sent.data()));
    }
    current.stream_index(sent.stream());
    current.flags(sent.flags() & FLAGS);
    current.pts(ticks(sent.pts()));
    current.dts(ticks(sent.dts()));
    current.duration(
        ProtocolException.within("a packet's length", sent.duration(), 0, Limits.TICKS));
    if (configuration.length > 0) {
      CodecParameters.bring(configuration, current);
      configuration = NONE;
    }
    taps.packet(lent);
    return stream.kind() == PacketStream.Kind.VIDEO;
  }

  private static long ticks(long time) {
    return time == Packet.NO_TIMESTAMP
        ? time
        : ProtocolException.within("a packet's time", time, -Limits.TICKS, Limits.TICKS);
  }

  private PacketStream streamOf(int index) {
    for (RemoteStream stream : streams) {
      if (stream.stream().index() == index) {
        return stream.stream();
      }
    }
    throw new ProtocolException("a packet is of stream " + index + ", which there is not");
  }

  /** Throws where the streams are not told yet. */
  void requireOpened() {
    if (!opened) {
      throw new ProtocolException("its streams are not told yet");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    taps.close();
    av_packet_unref(current);
    av_packet_free(current);
    streams.forEach(RemoteStream::close);
  }
}
