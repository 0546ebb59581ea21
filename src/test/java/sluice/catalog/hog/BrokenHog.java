package sluice.catalog.hog;

import java.nio.file.Path;

/** Mutants of the built-in detector, with one step wrong, which comparisons must detect. */
public enum BrokenHog {
  /** Directions are taken for those at right angles to them. */
  TURNED_BINS(new HogParameters(true, 5, 8)),
  /** Directions are an eighth of a turn off. */
  SLANTED_BINS(new HogParameters(true, 2.75, 8)),
  /** Each block is judged by what lies at its far corner. */
  SHIFTED_BLOCKS(new HogParameters(true, 0.5, 24));

  private final HogParameters parameters;

  BrokenHog(HogParameters parameters) {
    this.parameters = parameters;
  }

  /** Writes it for an input size; returns the {@code .xml}. */
  public Path write(Path folder, int width, int height) {
    IrGraph graph = HogGraph.detector(new InputSize(width, height), parameters);
    return HogModel.write(folder, "broken", graph);
  }
}
