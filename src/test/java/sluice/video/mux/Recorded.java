package sluice.video.mux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import sluice.recording.files.MediaParameters;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;

/**
 * What a muxer made.
 *
 * @param init the initialisation
 * @param fragments in order
 */
@SuppressWarnings("ArrayRecordComponent")
record Recorded(byte[] init, List<Fragment> fragments) {

  /** What the initialisation says. */
  MediaParameters parameters() {
    return MediaParameters.of(init).orElseThrow();
  }

  /** A whole clip, cut before each key frame. */
  static Recorded of(OpenClip clip) {
    return of(
        clip.streams,
        clip.packets,
        packet -> packet.isKeyFrame() && packet.streamIndex() == clip.video().index());
  }

  /** Packets, cut before those of them that are chosen. */
  static Recorded of(
      List<PacketStream> streams, List<Packet> packets, Predicate<Packet> cutBefore) {
    try (FragmentMuxer muxer = FragmentMuxer.open(streams)) {
      List<Fragment> fragments = new ArrayList<>();
      for (Packet packet : packets) {
        if (cutBefore.test(packet)) {
          muxer.cut().ifPresent(fragments::add);
        }
        muxer.write(packet);
      }
      muxer.cut().ifPresent(fragments::add);
      return new Recorded(muxer.init(), fragments);
    }
  }

  /** The initialisation and the fragments from one on, as a file. */
  Path write(Path file, int firstFragment) {
    try {
      Files.write(file, init);
      for (Fragment fragment : fragments.subList(firstFragment, fragments.size())) {
        Files.write(file, fragment.bytes(), StandardOpenOption.APPEND);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
