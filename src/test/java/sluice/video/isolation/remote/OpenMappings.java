package sluice.video.isolation.remote;

/** Access for tests of other packages to the count of mapped memory of decoders' processes. */
public final class OpenMappings {
  private OpenMappings() {}

  /** What of decoders' processes this process has mapped; 0 when all work is done. */
  public static int number() {
    return PictureMapping.open();
  }
}
