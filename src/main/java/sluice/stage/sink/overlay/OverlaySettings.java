package sluice.stage.sink.overlay;

import java.nio.file.Path;

/**
 * What an annotated video is to be.
 *
 * @param file where it goes; ends in one of {@link sluice.video.encode.Encoder#endings}
 * @param width pixels, or 0 for that of the source's first picture as displayed; odd ones are made
 *     even
 * @param height pixels, or 0 like the width
 * @param force whether files that exist are overwritten
 */
public record OverlaySettings(Path file, int width, int height, boolean force) {

  /**
   * Refuses negative sizes, and one side without the other, with an {@link
   * IllegalArgumentException}.
   */
  public OverlaySettings {
    if (width < 0 || height < 0 || (width == 0) != (height == 0)) {
      throw new IllegalArgumentException(
          "output size: "
              + width
              + "x"
              + height
              + " (expected: both at least 1, or both 0 for the source's)");
    }
  }

  /** A video of the source's size that overwrites nothing. */
  public static OverlaySettings to(Path file) {
    return new OverlaySettings(file, 0, 0, false);
  }
}
