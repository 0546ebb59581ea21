package sluice.catalog.hog;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The built-in person detector as files that OpenVINO reads. It finds standing and walking people
 * at least 45 % of the picture's height tall; it misses leaning ones and such as come in at an
 * edge.
 *
 * <p>The model takes one picture, [1, 3, height, width] of floats: blue, green, red, 0 to 255, not
 * normalised, scaled to the input edge to edge. It gives what single-shot detectors give: [1, 1,
 * 200, 7], rows of image id, label 0 for a person, confidence, left, top, right, bottom in shares
 * of the picture; an image id of -1 ends them. All methods may be called from any thread.
 */
public final class HogModel {
  /** The model's name: in OpenVINO, of its files, of its manifest. */
  public static final String NAME = "person-detection-hog";

  /** The names of what it finds, by number from 0. */
  public static final List<String> LABELS = List.of("person");

  /** The least confidence, 0 to 1, at which people are mostly found, and little else. */
  public static final float THRESHOLD = 0.6f;

  /** What it can and can't find, in one line for users. */
  public static final String ABILITY =
      "finds standing and walking people of at least 45 % of the picture's height; misses people"
          + " who lean, sit, enter at an edge or stand behind others, and knows nothing but people";

  private HogModel() {}

  /**
   * The input size for a source: its shape, so that people keep theirs, with a shorter side of 288
   * pixels: 512x288 for 16:9, 384x288 for 4:3, 288x512 for 9:16. Beyond 4:1 the picture will be
   * squeezed.
   *
   * @param sourceWidth pixels as displayed, at least 1
   * @param sourceHeight pixels as displayed, at least 1
   */
  public static InputSize inputSize(int sourceWidth, int sourceHeight) {
    return InputSize.following(sourceWidth, sourceHeight);
  }

  /**
   * Refuses an input size that {@link #write} would refuse.
   *
   * @throws sluice.core.SluiceException of code USAGE
   */
  public static void requireInputSize(int width, int height) {
    var _ = new InputSize(width, height);
  }

  /**
   * Writes the model for an input size, as {@code person-detection-hog-512x288.xml} with its {@code
   * .bin}, about 0.4 MB. Files that are there and the same are left alone, others replaced, so that
   * a reader never sees half of one; several processes may do so at once.
   *
   * @param folder where to; made where it doesn't exist
   * @param width of the input, pixels, 64 to 2048
   * @param height of the input, pixels, 128 to 2048
   * @return the {@code .xml}
   * @throws sluice.core.SluiceException of code USAGE when the size is out of bounds, of code
   *     OUTPUT when the files can't be written
   */
  public static Path write(Path folder, int width, int height) {
    InputSize size = new InputSize(width, height);
    return write(folder, NAME + "-" + size, HogGraph.detector(size, HogParameters.OPENCV));
  }

  /** Writes any graph, with notes on how to feed and read it. */
  static Path write(Path folder, String name, IrGraph graph) {
    return IrFiles.write(folder, name, IrXml.of(graph, notes()), graph.weights());
  }

  /** In the format of OpenVINO's Model API. */
  private static Map<String, String> notes() {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("model_type", "ssd");
    notes.put("labels", String.join(" ", LABELS));
    notes.put("confidence_threshold", Float.toString(THRESHOLD));
    notes.put("resize_type", "standard");
    return notes;
  }
}
