package sluice.video.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.SluiceException;
import sluice.core.UnsupportedSourceException;
import sluice.testing.SharedFiles;
import sluice.video.Sound;
import sluice.video.TestClip;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Interrupt;
import sluice.video.image.SharedFrame;

/**
 * Broken inputs: what decodes is used, damage is counted, and what holds nothing is refused in
 * words.
 */
class DecoderDamageIT {
  @TempDir Path folder;

  @AfterEach
  void nothingIsLeft() {
    assertThat(SharedFrame.open()).isZero();
    assertThat(Interrupt.open()).isZero();
  }

  @Test
  void corruptPackets_areCounted_andRestIsDecoded() throws IOException {
    Path clip = textured("libopenh264").write(folder.resolve("damaged.ts"), 60);
    byte[] bytes = Files.readAllBytes(clip);
    Random random = new Random(1);
    for (int i = 4000; i < bytes.length; i += 2000) {
      bytes[i + random.nextInt(100)] ^= 0x55;
    }
    Files.write(clip, bytes);
    try (Decoder decoder = DecoderIT.open(clip)) {
      List<Boolean> damaged = drain(decoder);
      assertThat(damaged).hasSizeBetween(40, 60).contains(true);
      assertThat(decoder.damagedPackets())
          .isGreaterThanOrEqualTo(damaged.stream().filter(d -> d).count());
    }
  }

  @Test
  void truncatedFile_yieldsItsPictures() throws IOException {
    Path clip = textured("libopenh264").write(folder.resolve("cut.ts"), 60);
    byte[] bytes = Files.readAllBytes(clip);
    Files.write(clip, Arrays.copyOf(bytes, bytes.length / 2));
    try (Decoder decoder = DecoderIT.open(clip)) {
      assertThat(drain(decoder)).hasSizeBetween(15, 45);
    }
  }

  @Test
  void headerWithTooManyFrames_endsNormally() throws IOException {
    Path clip = textured("mpeg4").write(folder.resolve("promise.avi"), 40);
    byte[] bytes = Files.readAllBytes(clip);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int main = indexOf(bytes, "avih") + 8;
    int stream = indexOf(bytes, "strh") + 8;
    header.putInt(main + 16, 4000).putInt(stream + 32, 4000);
    int index = indexOf(bytes, "idx1");
    Files.write(clip, Arrays.copyOf(bytes, index));
    try (Decoder decoder = DecoderIT.open(clip)) {
      assertThat(decoder.info().frames()).isGreaterThan(1000);
      assertThat(drain(decoder)).hasSize(40);
    }
  }

  @Test
  void fileWithoutPictures_isRefused() throws IOException {
    Path clip = textured("mpeg4").write(folder.resolve("header.avi"), 5);
    byte[] bytes = Files.readAllBytes(clip);
    Files.write(clip, Arrays.copyOf(bytes, indexOf(bytes, "movi") + 4));
    assertRefused(clip, "holds no picture that can be decoded");
  }

  @Test
  void mp4WithoutIndex_isRefused() throws IOException {
    Path clip = textured("mpeg4").write(folder.resolve("killed.mp4"), 30);
    byte[] bytes = Files.readAllBytes(clip);
    Files.write(clip, Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused(clip, "not a video or picture that can be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp4", "ts", "jpg", "png", "txt", "avi"})
  void textFile_isRefused_withAnyExtension(String extension) throws IOException {
    Path file = folder.resolve("notes." + extension);
    Files.writeString(file, "This is not a video.\n".repeat(100));
    assertRefused(file, "picture that can be"); // "read", or where the name says picture, "decoded"
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp4", "ts", "h264"})
  void randomBytes_areRefused(String extension) throws IOException {
    byte[] noise = new byte[20_000];
    new Random(7).nextBytes(noise);
    assertRefused(Files.write(folder.resolve("noise." + extension), noise), "noise." + extension);
  }

  @Test
  void unreadableFile_isRefused_withReason() throws IOException {
    assertRefused(folder.resolve("missing.mp4"), "missing.mp4 does not exist");
    assertRefused(folder, "is a folder");
    assertRefused(Files.createFile(folder.resolve("empty.mp4")), "is empty");
    assertRefused(Path.of("/dev/null"), "not a regular file");
  }

  @Test
  void audioOnlyFile_isRefused() throws IOException {
    assertRefused(Sound.write(folder.resolve("sound.mkv")), "sound or data only");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffconcat version 1.0\nfile 'secret.mp4'\n",
        "v=0\n"
            + "o=- 0 0 IN IP4 127.0.0.1\n"
            + "s=x\n"
            + "c=IN IP4 127.0.0.1\n"
            + "t=0 0\n"
            + "m=video 5004 RTP/AVP 96\n"
            + "a=rtpmap:96 H264/90000\n",
      })
  void fileReferringToOtherFiles_isRefused(String text) throws IOException {
    new TestClip().write(folder.resolve("secret.mp4"), 3);
    for (String extension : List.of("mp4", "m3u8", "ffconcat", "sdp")) {
      Path file = Files.writeString(folder.resolve("list." + extension), text);
      assertRefused(file, "not a video or picture that can be read");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nsecret.mp4\n#EXT-X-ENDLIST\n",
        "\uFEFF#EXTM3U\r\n#EXT-X-STREAM-INF:BANDWIDTH=1\r\nlow.m3u8\r\n",
        "<?xml version=\"1.0\"?>\n<MPD type=\"dynamic\"><BaseURL>secret.mp4</BaseURL></MPD>\n",
      })
  void playlist_isRefusedByName_whateverItsName(String text) throws IOException {
    new TestClip().write(folder.resolve("secret.mp4"), 3);
    String kind = text.contains("EXTM3U") ? "a playlist (HLS, M3U8)" : "of a stream (DASH, MPD)";
    for (String extension : List.of("mp4", "m3u8", "mpd", "mjpeg", "h264", "jpg", "ts", "txt")) {
      Path file = Files.writeString(folder.resolve("list." + extension), text);
      assertRefused(file, kind);
      assertRefused(file, "rtsp://");
      assertThatThrownBy(() -> DecoderIT.open(file)).isInstanceOf(UnsupportedSourceException.class);
    }
  }

  @Test
  void animatedWebp_isRefusedByName() throws IOException {
    Path still = new TestClip().coded("libwebp", "yuv420p").write(folder.resolve("still.webp"), 1);
    byte[] picture = Files.readAllBytes(still);
    ByteBuffer file = ByteBuffer.allocate(200 + picture.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(0).put(ascii("WEBP"));
    file.put(ascii("VP8X")).putInt(10).putInt(2).put(new byte[] {95, 0, 0, 63, 0, 0});
    file.put(ascii("ANIM")).putInt(6).putInt(-1).putShort((short) 0);
    int frame = 16 + picture.length - 12;
    file.put(ascii("ANMF")).putInt(frame).put(new byte[16]).put(picture, 12, frame - 16);
    file.putInt(4, file.position() - 8);
    byte[] animated = Arrays.copyOf(file.array(), file.position());
    assertRefused(Files.write(folder.resolve("an.webp"), animated), "animated WebP");
    assertRefused(SharedFiles.file("faults/video/an.webp"), "animated WebP");
  }

  private static byte[] ascii(String letters) {
    return letters.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void unknownFormatOrDevice_isRefusedByName() throws IOException {
    Path clip = new TestClip().write(folder.resolve("f.mp4"), 2);
    assertThatThrownBy(
            () -> Decoder.open(DecoderSettings.file(clip).withFormat("nonsense"), () -> false))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("\"nonsense\" is not known");
    assertThatThrownBy(
            () -> Decoder.open(DecoderSettings.device("v4l2", "/dev/video-none"), () -> false))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("/dev/video-none: there is no such device");
    // Something that exists but isn't a camera; where the system lacks a library for devices, that
    // is said instead.
    assertThatThrownBy(() -> Decoder.open(DecoderSettings.device("v4l2", "/dev/null"), () -> false))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("/dev/null: ");
  }

  @Test
  void cancelledOpen_fails() {
    Path clip = new TestClip().write(folder.resolve("c.mp4"), 5);
    assertThatThrownBy(() -> Decoder.open(DecoderSettings.file(clip), () -> true))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("cancelled");
  }

  private static TestClip textured(String codec) {
    return new TestClip()
        .size(320, 240)
        .coded(codec, "yuv420p")
        .painted((n, x, y) -> ((x * 7 + n * 5) ^ (y * 11)) * 0x010203 & 0xFFFFFF);
  }

  private static List<Boolean> drain(Decoder decoder) {
    List<Boolean> damaged = new ArrayList<>();
    DecodedPicture decoded;
    while ((decoded = decoder.next()) != null) {
      damaged.add(decoded.damaged());
      decoded.picture().close();
    }
    return damaged;
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> DecoderIT.open(file))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("\n");
  }

  private static int indexOf(byte[] bytes, String word) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(word);
  }
}
