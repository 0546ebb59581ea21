package sluice.video.mux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ParameterSetsTest {
  private static final String H264_SEQUENCE = "6764001fac";
  private static final String H264_PICTURE = "68ee3c80";
  private static final String HEVC_VIDEO = "40010c01";
  private static final String HEVC_SEQUENCE = "420101016000";
  private static final String HEVC_PICTURE = "4401c1";

  @Test
  void thoseBeforeTheFirstSlice_areFound_withStartCodesOfEitherLength() {
    String picture =
        "00000001"
            + "09f0"
            + "00000001"
            + H264_SEQUENCE
            + "000001"
            + H264_PICTURE
            + "000001"
            + "0605ff"
            + "00000001"
            + "6588"
            + "00000001"
            + "6764aaaaaa";
    ParameterSets sets = ParameterSets.of(hex(picture), false);
    assertThat(sets.isComplete()).isTrue();
    assertThat(sets.sequence()).isEqualTo(hex(H264_SEQUENCE));
    // trailing zeros belong to no unit: 68ee3c80 stays whole
    assertThat(sets.bytes()).isEqualTo(hex("00000001" + H264_SEQUENCE + "00000001" + H264_PICTURE));
  }

  @Test
  void hevcNeedsAllThree() {
    String two = "00000001" + HEVC_SEQUENCE + "01000001" + HEVC_PICTURE;
    assertThat(ParameterSets.of(hex(two), true).isComplete()).isFalse();
    ParameterSets all = ParameterSets.of(hex("000001" + HEVC_VIDEO + two), true);
    assertThat(all.isComplete()).isTrue();
    assertThat(all.sequence()).isEqualTo(hex(HEVC_SEQUENCE + "01"));
  }

  @Test
  void aSliceAloneOrNothing_hasNone() {
    for (String stream : new String[] {"", "00", "000001", "0000016588", "0000000141"}) {
      ParameterSets sets = ParameterSets.of(hex(stream), false);
      assertThat(sets.isComplete()).isFalse();
      assertThat(sets.sequence()).isEmpty();
      assertThat(sets.bytes()).isEmpty();
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
