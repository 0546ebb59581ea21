package sluice.video;

import sluice.video.demux.Interrupt;
import sluice.video.image.SharedFrame;

/** Access for tests of other packages to the counts of native memory that is held here. */
public final class OpenMedia {
  private OpenMedia() {}

  /** Decoded pictures of this process that someone still holds; 0 when all work is done. */
  public static int pictures() {
    return SharedFrame.open();
  }

  /** Inputs of this process that are open. */
  public static int inputs() {
    return Interrupt.open();
  }
}
