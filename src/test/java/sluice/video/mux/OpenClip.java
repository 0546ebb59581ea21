package sluice.video.mux;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.demux.PacketTap;

/**
 * All packets of a clip, retained, and its streams, as long as it is open.
 *
 * <p>The clips among the resources have 20 pictures of 64x48, 25 a second, a key frame each 8 and
 * two B-frames between others; x264, x265 and FFmpeg's encoders of sound made them.
 */
final class OpenClip implements AutoCloseable {
  final List<PacketStream> streams = new ArrayList<>();
  final List<Packet> packets = new ArrayList<>();
  private final Demuxer demuxer;

  private OpenClip(Path file) {
    demuxer = Demuxer.open(DecoderSettings.file(file), () -> false, List.of(new Tap()));
    while (demuxer.read() != null) {
      // the tap retains
    }
  }

  static OpenClip of(Path file) {
    return new OpenClip(file);
  }

  /** A clip of the resources, copied to a folder. */
  static Path resource(Path folder, String name) {
    try (InputStream clip =
        Objects.requireNonNull(OpenClip.class.getResourceAsStream(name), name)) {
      Path file = folder.resolve(name);
      Files.copy(clip, file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  PacketStream video() {
    return streams.getFirst();
  }

  PacketStream sound() {
    return streams.getLast();
  }

  List<Packet> of(PacketStream stream) {
    return packets.stream().filter(packet -> packet.streamIndex() == stream.index()).toList();
  }

  static byte[] payload(Packet packet) {
    return packet.data().toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public void close() {
    packets.forEach(Packet::close);
    demuxer.close();
  }

  private final class Tap implements PacketTap {
    @Override
    public boolean wantsAudio() {
      return true;
    }

    @Override
    public void opened(List<PacketStream> found) {
      streams.addAll(found);
    }

    @Override
    public void packet(Packet packet) {
      packets.add(packet.retain());
    }

    @Override
    public void closed() {}
  }
}
