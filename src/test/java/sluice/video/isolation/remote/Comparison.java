package sluice.video.isolation.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.core.SluiceException;
import sluice.video.decode.InputOpener;
import sluice.video.decode.StreamInfo;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.PacketTap;

/** What comes of an input that is decoded here and in a process of its own: the same. */
final class Comparison {
  /**
   * What an input gave.
   *
   * @param failure what it ended with; null for an end in order
   */
  record Outcome(
      StreamInfo info, List<Shown> pictures, @Nullable Failure failure, long damagedPackets) {}

  /** How opening or reading failed, as those who show it see it. */
  record Failure(Class<?> type, Object code, String text) {
    static Failure of(SluiceException e) {
      return new Failure(e.getClass(), e.code(), String.valueOf(e.getMessage()));
    }
  }

  private Comparison() {}

  /** Pictures of both; they are the same, and so is all that is said about them. */
  static Outcome assertSame(IsolatedInputs isolated, DecoderSettings settings) {
    Outcome here = read(InputOpener.IN_PROCESS, settings, List.of());
    Outcome there = read(isolated, settings, List.of());
    assertThat(there.failure()).isEqualTo(here.failure());
    assertThat(there.pictures()).hasSameSizeAs(here.pictures());
    assertThat(there).isEqualTo(here);
    return there;
  }

  /** Reads an input to its end. */
  static Outcome read(InputOpener inputs, DecoderSettings settings, List<PacketTap> taps) {
    try (VideoDecoder decoder = inputs.pictures(settings, () -> false, taps)) {
      List<Shown> pictures = new ArrayList<>();
      Failure failure = null;
      try {
        var decoded = decoder.next();
        while (decoded != null) {
          pictures.add(Shown.of(decoded));
          decoded = decoder.next();
        }
      } catch (SluiceException e) {
        failure = Failure.of(e);
      }
      return new Outcome(decoder.info(), pictures, failure, decoder.damagedPackets());
    }
  }

  /** How opening fails, the same way with both. */
  static Failure assertSameFailure(IsolatedInputs isolated, DecoderSettings settings) {
    Failure here = failure(InputOpener.IN_PROCESS, settings);
    assertThat(failure(isolated, settings)).isEqualTo(here);
    return here;
  }

  private static Failure failure(InputOpener inputs, DecoderSettings settings) {
    try (VideoDecoder decoder = inputs.pictures(settings, () -> false, List.of())) {
      throw new AssertionError("it was opened: " + decoder.info());
    } catch (SluiceException e) {
      return Failure.of(e);
    }
  }
}
