package sluice.video.isolation.remote;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.demux.PacketTap;
import sluice.video.isolation.protocol.CodecParameters;
import sluice.video.isolation.protocol.StreamParameters;
import sluice.video.mux.Fragment;
import sluice.video.mux.FragmentMuxer;

/** Notes all that a tap is told, and records what it can as the service does. */
final class NotingTap implements PacketTap {
  /** All that can be seen of a packet. */
  record Noted(
      int stream,
      long pts,
      long dts,
      long duration,
      int flags,
      int size,
      long checksum,
      String configuration) {}

  final List<String> streams = new ArrayList<>();
  final List<Noted> packets = new ArrayList<>();

  /** Checksums of what was recorded: of each initialisation and each fragment. */
  final List<Long> recorded = new ArrayList<>();

  /** The bytes of what was recorded, in order. */
  final List<byte[]> recording = new ArrayList<>();

  int passed;
  int passedKeys;
  int opened;
  int closed;
  volatile boolean needed = true;

  /** How many packets came; may be read on any thread. */
  volatile int count;

  private final boolean records;
  private List<PacketStream> found = List.of();
  private @Nullable FragmentMuxer muxer;

  /**
   * Notes nothing yet.
   *
   * @param records whether packets are muxed too, for which the video's codec has to be fit
   */
  NotingTap(boolean records) {
    this.records = records;
  }

  @Override
  public boolean wantsAudio() {
    return true;
  }

  @Override
  public boolean needsPackets() {
    return needed;
  }

  @Override
  public void opened(List<PacketStream> told) {
    opened++;
    found = told;
    told.forEach(stream -> streams.add(text(stream)));
  }

  private static String text(PacketStream stream) {
    StreamParameters told = CodecParameters.of(stream);
    StringBuilder text =
        new StringBuilder(
            "%d %s %s %d/%d %s %s"
                .formatted(
                    told.index(),
                    told.kind(),
                    stream.codec(),
                    told.timeBaseNumerator(),
                    told.timeBaseDenominator(),
                    Arrays.toString(told.numbers()),
                    HexFormat.of().formatHex(told.extradata())));
    told.sideData()
        .forEach(
            piece ->
                text.append(' ')
                    .append(piece.type())
                    .append(':')
                    .append(HexFormat.of().formatHex(piece.data())));
    return text.toString();
  }

  @Override
  public void packet(Packet packet) {
    count = packets.size() + 1;
    CRC32 sum = new CRC32();
    sum.update(packet.data().toArray(ValueLayout.JAVA_BYTE));
    packets.add(
        new Noted(
            packet.streamIndex(),
            packet.pts(),
            packet.dts(),
            packet.duration(),
            packet.avPacket().flags(),
            packet.size(),
            sum.getValue(),
            HexFormat.of().formatHex(CodecParameters.configuration(packet))));
    if (records) {
      mux(packet);
    }
  }

  private void mux(Packet packet) {
    boolean isVideo = packet.streamIndex() == found.getFirst().index();
    FragmentMuxer open = muxer;
    if (isVideo && open != null && (packet.isKeyFrame() || open.changesParameters(packet))) {
      open.cut().ifPresent(fragment -> keep(fragment, open));
      if (open.changesParameters(packet)) {
        open.close();
        muxer = null;
      }
    }
    if (muxer == null) {
      if (!isVideo || !packet.isKeyFrame()) {
        return;
      }
      muxer = FragmentMuxer.open(found.stream().filter(FragmentMuxer::carries).toList());
    }
    muxer.write(packet);
  }

  private void keep(Fragment fragment, FragmentMuxer open) {
    keep(open.init());
    keep(fragment.bytes());
  }

  private void keep(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    recorded.add(sum.getValue());
    recording.add(bytes);
  }

  @Override
  public void passed(int number, int keyFrames) {
    passed += number;
    passedKeys += keyFrames;
  }

  @Override
  public void closed() {
    closed++;
    FragmentMuxer open = muxer;
    if (open != null) {
      open.cut().ifPresent(fragment -> keep(fragment, open));
      open.close();
    }
  }
}
