package sluice.video.mux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecNamesTest {

  @ParameterizedTest
  @CsvSource({
    // records as in MP4, then the same as a stream has it
    "h264, 0164001fffe1, avc1.64001f",
    "h264, 000000016764001fac, avc1.64001f",
    "h264, 00000109f00000016742c01e, avc1.42c01e",
    "hevc, 01016000000090000000000000000000000000, hvc1.1.6.L0.90",
    "hevc, 0101600000009000000000005df000fcfdf8f8, hvc1.1.6.L93.90",
    "hevc, 0122200000000000b000000096f000, hvc1.2.4.H150.0.0.B0",
    "hevc, 0161600000000000000000007b, hvc1.A1.6.H123",
    "hevc, 0000000142010101600000030090000003000003005da0, hvc1.1.6.L93.90",
    "av1, 81040c00, av01.0.04M.08",
    "av1, 814d4c00, av01.2.13M.10",
    "av1, 818dec00, av01.4.13H.12",
    "av1, 0a0b00000024c67fcf7f9dffe0, av01.0.04M.10",
  })
  void videosAreNamedByTheirConfiguration(String codec, String configuration, String name) {
    assertThat(CodecNames.video(codec, hex(configuration), 10)).contains(name);
  }

  @ParameterizedTest
  @CsvSource({
    "h264, ''",
    "h264, 0164",
    "h264, 00000001658888",
    "hevc, 010160",
    "hevc, 000000014201",
    "av1, 81",
    "av1, 12000a0b",
    "mpeg4, 0164001f"
  })
  void whatTellsNothing_hasNoName(String codec, String configuration) {
    assertThat(CodecNames.video(codec, hex(configuration), 8)).isEmpty();
  }

  @Test
  void soundsAreNamedByTheirConfiguration() {
    assertThat(CodecNames.audio("aac", hex("1408"), 16_000)).isEqualTo("mp4a.40.2");
    assertThat(CodecNames.audio("aac", hex("2b920800"), 48_000)).isEqualTo("mp4a.40.5");
    assertThat(CodecNames.audio("aac", hex("f8e80000"), 48_000)).isEqualTo("mp4a.40.39");
    assertThat(CodecNames.audio("aac", new byte[0], 16_000)).isEqualTo("mp4a.40.2");
    assertThat(CodecNames.audio("opus", new byte[0], 48_000)).isEqualTo("opus");
    assertThat(CodecNames.audio("mp3", new byte[0], 44_100)).isEqualTo("mp4a.6B");
    assertThat(CodecNames.audio("mp3", new byte[0], 22_050)).isEqualTo("mp4a.69");
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
