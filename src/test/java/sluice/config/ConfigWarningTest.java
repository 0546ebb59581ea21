package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.ConfigText;

/** What can be used but is hardly meant. */
class ConfigWarningTest {
  private static final String BOW = "[[0.1, 0.1], [0.9, 0.9], [0.9, 0.1], [0.1, 0.9]]";

  @TempDir Path folder;

  private List<String> warnings(String settings) {
    String text = "sluice.streams.lobby { source = \"demo:\"\n" + settings + "\n}";
    return ConfigWarning.of(ConfigText.of(folder, text).fine()).stream()
        .map(ConfigWarning::text)
        .toList();
  }

  @Test
  void polygonsThatCutThemselves() {
    assertThat(
            warnings(
                """
                zones.bow.points = %1$s
                objects.masks = [%1$s]
                motion.masks = [[[0, 0], [1, 0], [1, 1]], %1$s]
                """
                    .formatted(BOW)))
        .extracting(text -> text.substring(0, text.indexOf(" (")))
        .containsExactly(
            "sluice.streams.lobby.zones.bow.points: a polygon that cuts itself",
            "sluice.streams.lobby.objects.masks[0]: a polygon that cuts itself",
            "sluice.streams.lobby.motion.masks[1]: a polygon that cuts itself");
  }

  @Test
  void anIdleRateThatTracksNothing() {
    assertThat(warnings("track = true, motion { enabled = true, idle-fps = 0.01 }"))
        .containsExactly(
            "sluice.streams.lobby.motion.idle-fps: 0.01, a frame each 100 s (that is longer than"
                + " objects.stationary-lost-time, 1m: what stays where it is and is missed once"
                + " gets another number; give a higher rate, or a longer time)");
    assertThat(
            warnings(
                "track = true, objects.stationary-lost-time = 2m"
                    + ", motion { enabled = true, idle-fps = 0.01 }"))
        .isEmpty();
    assertThat(warnings("motion { enabled = true, idle-fps = 0.01 }")).isEmpty();
    assertThat(warnings("track = true, motion.idle-fps = 0.01")).isEmpty();
  }

  @Test
  void anIdleRateThatSavesNothing() {
    assertThat(warnings("detect-fps = 2, motion { enabled = true, idle-fps = 2 }"))
        .containsExactly(
            "sluice.streams.lobby.motion.idle-fps: 2.0, not below detect-fps, 2.0 (so no frame is"
                + " left out where nothing moves; give a lower rate, or set motion.enabled ="
                + " false)");
    assertThat(warnings("detect-fps = 2, motion.enabled = true")).isEmpty();
    assertThat(warnings("detect-fps = 2, motion.idle-fps = 2")).isEmpty();
  }
}
