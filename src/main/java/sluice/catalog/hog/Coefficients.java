package sluice.catalog.hog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The linear support vector machine that OpenCV gives as {@code
 * HOGDescriptor.getDefaultPeopleDetector()}: a weight for each number of a window's descriptor, and
 * a bias. Kept as a resource of little-endian floats, with OpenCV's notice beside it.
 */
final class Coefficients {
  /** Bins of angles, 20 degrees each. */
  static final int BINS = 9;

  /** Cells of a block in each direction. */
  static final int CELLS = 2;

  /** Numbers of a window's descriptor. */
  static final int SIZE =
      PyramidLevel.BLOCKS_ACROSS * PyramidLevel.BLOCKS_DOWN * CELLS * CELLS * BINS;

  private static final String RESOURCE = "people-detector.bin";

  private final float[] values;

  private Coefficients(float[] values) {
    this.values = values;
  }

  /** Reads the resource. */
  static Coefficients read() {
    float[] values = new float[SIZE + 1];
    try (InputStream in = Coefficients.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from Sluice's jar");
      }
      byte[] bytes = in.readAllBytes();
      if (bytes.length != values.length * Float.BYTES) {
        throw new IllegalStateException(
            RESOURCE + " of Sluice's jar has " + bytes.length + " bytes");
      }
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Coefficients(values);
  }

  /**
   * The weight of one number of the descriptor; OpenCV orders them as the parameters stand here.
   *
   * @param blockX block of the window, from the left
   * @param blockY block of the window, from the top
   * @param cellX cell of the block, from the left
   * @param cellY cell of the block, from the top
   * @param bin of angles
   */
  float weight(int blockX, int blockY, int cellX, int cellY, int bin) {
    int block = blockX * PyramidLevel.BLOCKS_DOWN + blockY;
    int cell = (block * CELLS + cellX) * CELLS + cellY;
    return values[cell * BINS + bin];
  }

  /** What is added to the weighted sum: positive scores mean a person. */
  float bias() {
    return values[SIZE];
  }

  /** All weights and the bias, in the resource's order. */
  float[] toArray() {
    return values.clone();
  }
}
