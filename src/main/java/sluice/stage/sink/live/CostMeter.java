package sluice.stage.sink.live;

/** Adds up what drawing costs. Guarded by the painter's lock. */
final class CostMeter {
  private long pictures;
  private long bytes;
  private long cpuNanos;
  private int canvases;

  void add(Painting painting) {
    cpuNanos += painting.cpuNanos();
    painting
        .picture()
        .ifPresent(
            picture -> {
              pictures++;
              bytes += picture.jpeg().length;
            });
  }

  /** So many canvases more, or fewer, are held. */
  void canvases(int more) {
    canvases += more;
  }

  LiveCounts counts() {
    return new LiveCounts(pictures, bytes, cpuNanos, canvases);
  }
}
