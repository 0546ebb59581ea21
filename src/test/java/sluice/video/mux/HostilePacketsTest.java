package sluice.video.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.ErrorCode;
import sluice.core.NativeMemory;
import sluice.core.SluiceException;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.ffmpeg.NativeAddress;
import sluice.video.isolation.protocol.CodecParameters;
import sluice.video.isolation.protocol.ProtocolException;
import sluice.video.isolation.protocol.RemoteStream;
import sluice.video.isolation.protocol.StreamParameters;

/**
 * Streams and packets as a decoder's process that is taken over would tell them: they fail their
 * own recording, and nothing else.
 */
@Timeout(300)
class HostilePacketsTest {
  private static final int CASES = 10_000;
  private static final int MOST_PACKETS = 24;

  /** Much memory for each muxer takes time. */
  private static final int MOST_BYTES = 256 << 10;

  private static final long MOST_TICKS = Long.MAX_VALUE / 4;
  private static final int CODEC_NUMBER = 1;

  private static final long[] EDGES = {
    0,
    1,
    -1,
    2,
    255,
    4096,
    Short.MAX_VALUE,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    MOST_TICKS,
    -MOST_TICKS,
    MOST_TICKS / 90_000
  };

  /** A stream and some of its packets, as they were honest. */
  private record Seed(StreamParameters parameters, List<byte[]> packets) {}

  @TempDir Path folder;

  @Test
  void hostileStreams_failTheirRecordingAlone() {
    List<Seed> videos = new ArrayList<>();
    List<Seed> sounds = new ArrayList<>();
    for (String name :
        List.of(
            "hevc.mp4",
            "hevc.ts",
            "hevc-96x64.ts",
            "aac.mp4",
            "aac.ts",
            "flac.mkv",
            "mp3.mkv",
            "opus.mkv")) {
      try (OpenClip clip = OpenClip.of(OpenClip.resource(folder, name))) {
        videos.add(seed(clip, clip.video()));
        if (clip.streams.size() > 1) {
          sounds.add(seed(clip, clip.sound()));
        }
      }
    }
    long bytes = NativeMemory.bytes();
    int open = Packet.open();
    int fragments = 0;
    int failures = 0;
    for (int number = 0; number < CASES; number++) {
      Random random = new Random(number);
      Seed video = videos.get(random.nextInt(videos.size()));
      List<Seed> seeds = new ArrayList<>(List.of(video));
      if (random.nextBoolean()) {
        seeds.add(sounds.get(random.nextInt(sounds.size())));
      }
      try {
        fragments += record(seeds, random);
      } catch (SluiceException e) {
        assertThat(e.code()).as("case %d", number).isEqualTo(ErrorCode.OUTPUT);
        failures++;
      } catch (ProtocolException e) {
        failures++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("case " + number, e);
      }
      assertThat(NativeMemory.bytes()).as("case %d", number).isEqualTo(bytes);
      assertThat(Packet.open()).as("case %d", number).isEqualTo(open);
    }
    assertThat(fragments).isGreaterThan(CASES / 10);
    assertThat(failures).isGreaterThan(CASES / 10);
  }

  private static Seed seed(OpenClip clip, PacketStream stream) {
    return new Seed(
        CodecParameters.of(stream), clip.of(stream).stream().map(OpenClip::payload).toList());
  }

  private static int record(List<Seed> seeds, Random random) {
    List<RemoteStream> streams = new ArrayList<>();
    try {
      for (int i = 0; i < seeds.size(); i++) {
        streams.add(RemoteStream.of(changed(seeds.get(i).parameters(), i, random)));
      }
      List<PacketStream> carried =
          streams.stream().map(RemoteStream::stream).filter(FragmentMuxer::carries).toList();
      if (carried.isEmpty() || carried.getFirst().kind() != PacketStream.Kind.VIDEO) {
        return 0;
      }
      boolean live = random.nextInt(30) == 0;
      try (FragmentMuxer muxer =
          live
              ? FragmentMuxer.openLive(carried.getFirst())
              : FragmentMuxer.open(carried, MOST_BYTES)) {
        return write(muxer, seeds, random, live);
      }
    } finally {
      streams.forEach(RemoteStream::close);
    }
  }

  private static int write(FragmentMuxer muxer, List<Seed> seeds, Random random, boolean live) {
    int fragments = 0;
    long time = random.nextInt(4) == 0 ? EDGES[random.nextInt(EDGES.length)] : 0;
    AVPacket filled = av_packet_alloc();
    try {
      for (int i = 0; i < MOST_PACKETS; i++) {
        int stream = random.nextInt(seeds.size());
        Seed seed = seeds.get(stream);
        byte[] data = changed(seed.packets().get(i % seed.packets().size()), random);
        fill(filled, stream, data, time, random);
        time =
            random.nextInt(12) == 0
                ? EDGES[random.nextInt(EDGES.length)]
                : Math.clamp(time + random.nextInt(7200), -MOST_TICKS, MOST_TICKS);
        Packet packet = Packet.lent(filled);
        if (muxer.changesParameters(packet)) {
          return fragments;
        }
        if (!live && i % 8 == 7 && muxer.cut().isPresent()) {
          fragments++;
        }
        muxer.write(packet);
        if (live && muxer.cut().isPresent()) {
          fragments++;
        }
      }
      return fragments + (muxer.cut().isPresent() ? 1 : 0);
    } finally {
      av_packet_free(filled);
    }
  }

  private static void fill(AVPacket to, int stream, byte[] data, long time, Random random) {
    av_packet_unref(to);
    assertThat(av_new_packet(to, data.length)).isZero();
    if (data.length > 0) {
      NativeAddress.segment(to.data(), data.length).copyFrom(MemorySegment.ofArray(data));
    }
    boolean odd = random.nextInt(10) == 0;
    to.stream_index(stream);
    to.flags(random.nextInt(3) == 0 ? random.nextInt(32) & ~8 : 1);
    to.pts(odd ? time(random) : time);
    to.dts(odd ? time(random) : time);
    to.duration(odd ? Math.abs(EDGES[random.nextInt(EDGES.length)]) : 3600);
  }

  private static long time(Random random) {
    return random.nextBoolean() ? Packet.NO_TIMESTAMP : EDGES[random.nextInt(EDGES.length)];
  }

  private static StreamParameters changed(StreamParameters from, int index, Random random) {
    long[] numbers = from.numbers().clone();
    if (random.nextInt(3) == 0) {
      int at = 2 + random.nextInt(numbers.length - 2);
      numbers[at] =
          random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : random.nextInt(300);
    }
    if (random.nextInt(20) == 0) {
      numbers[CODEC_NUMBER] = random.nextInt(300);
    }
    byte[] extradata = random.nextInt(3) > 0 ? changed(from.extradata(), random) : from.extradata();
    boolean odd = random.nextInt(10) == 0;
    return new StreamParameters(
        index,
        from.kind(),
        odd ? 1 + random.nextInt(Integer.MAX_VALUE - 1) : from.timeBaseNumerator(),
        odd ? 1 + random.nextInt(Integer.MAX_VALUE - 1) : from.timeBaseDenominator(),
        numbers,
        extradata,
        from.sideData());
  }

  /** Of the same begin, mostly. */
  private static byte[] changed(byte[] from, Random random) {
    switch (random.nextInt(8)) {
      case 0 -> {
        return new byte[0];
      }
      case 1 -> {
        byte[] noise = new byte[random.nextInt(600)];
        random.nextBytes(noise);
        return noise;
      }
      case 2 -> {
        return Arrays.copyOf(from, random.nextInt(from.length + 20));
      }
      case 3, 4 -> {
        byte[] copy = from.clone();
        for (int i = random.nextInt(6); i >= 0 && copy.length > 0; i--) {
          copy[random.nextInt(Math.min(copy.length, 80))] = (byte) random.nextInt();
        }
        return copy;
      }
      default -> {
        return from;
      }
    }
  }
}
