package sluice.bench.report;

import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The colours of a chart: the dashboard's.
 *
 * @param page behind everything
 * @param ink of text
 * @param line of the grid
 * @param series of the series, in their order
 */
record ChartColors(Color page, Color ink, Color line, List<Color> series) {
  /** For a light page. */
  static final ChartColors LIGHT =
      of(0xffffff, 0x17202a, 0xdbe1e7, 0x0b6bcb, 0xc2410c, 0x0f766e, 0x8a3ffc, 0x7b8794);

  /** For a dark page. */
  static final ChartColors DARK =
      of(0x14181d, 0xe8edf2, 0x2a323b, 0x6bb3f8, 0xfb9a5c, 0x4fd1c0, 0xbe95ff, 0x97a5b3);

  private static ChartColors of(int page, int ink, int line, int... series) {
    return new ChartColors(
        new Color(page),
        new Color(ink),
        new Color(line),
        IntStream.of(series).mapToObj(Color::new).toList());
  }
}
