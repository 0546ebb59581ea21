package sluice.video.mux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Configurations of sound that MP4 must have and inputs may leave out, as far as rate and channels
 * say them.
 */
final class AudioConfiguration {
  private static final int[] AAC_RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350
  };
  private static final int AAC_LOW_COMPLEXITY = 2;
  private static final int AAC_MOST_CHANNELS = 6;
  private static final int OPUS_HEAD_BYTES = 19;
  private static final int OPUS_MOST_CHANNELS = 2;

  private AudioConfiguration() {}

  /**
   * The configuration that an input without one has in all likelihood.
   *
   * @return empty where there is no such
   */
  static byte[] usual(String codec, int sampleRate, int channels) {
    return switch (codec) {
      case "aac" -> aac(sampleRate, channels);
      case "opus" -> opus(sampleRate, channels);
      default -> new byte[0];
    };
  }

  /** AudioSpecificConfig (ISO/IEC 14496-3): AAC-LC, as nearly all is that comes as ADTS. */
  private static byte[] aac(int sampleRate, int channels) {
    if (channels < 1 || channels > AAC_MOST_CHANNELS) {
      return new byte[0];
    }
    for (int i = 0; i < AAC_RATES.length; i++) {
      if (AAC_RATES[i] == sampleRate) {
        int bits = AAC_LOW_COMPLEXITY << 11 | i << 7 | channels << 3;
        return new byte[] {(byte) (bits >> 8), (byte) bits};
      }
    }
    return new byte[0];
  }

  /** Identification header (RFC 7845, 5.1) without a pre-skip: a live stream has none. */
  private static byte[] opus(int sampleRate, int channels) {
    if (channels < 1 || channels > OPUS_MOST_CHANNELS) {
      return new byte[0];
    }
    return ByteBuffer.allocate(OPUS_HEAD_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("OpusHead".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) channels)
        .putShort((short) 0)
        .putInt(sampleRate)
        .array();
  }
}
