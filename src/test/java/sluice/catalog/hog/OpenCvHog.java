package sluice.catalog.hog;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.PointVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.HOGDescriptor;

/**
 * OpenCV's own people detector, to compare with; and the tool that wrote its coefficients into the
 * resources.
 *
 * <p>{@code mvn test-compile}, then run this class with the tests' class path; its argument is the
 * file to write.
 */
final class OpenCvHog {
  private OpenCvHog() {}

  /** Writes the resource. */
  public static void main(String[] arguments) throws IOException {
    float[] coefficients = coefficients();
    ByteBuffer bytes =
        ByteBuffer.allocate(coefficients.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(coefficients);
    Files.write(Path.of(arguments[0]), bytes.array());
  }

  /** The weights and the bias. */
  static float[] coefficients() {
    try (FloatPointer pointer = HOGDescriptor.getDefaultPeopleDetector()) {
      float[] values = new float[Math.toIntExact(pointer.limit())];
      pointer.get(values);
      return values;
    }
  }

  /**
   * The scores of all windows at one scale, rows of windows one after the other: OpenCV's
   * descriptors times the coefficients.
   *
   * @param bgr rows of blue, green, red without padding; with the borders of 16 and 24 pixels,
   *     whole cells
   */
  static float[] scores(byte[] bgr, int width, int height) {
    float[] weights = coefficients();
    float[] descriptors = descriptors(bgr, width, height);
    int length = weights.length - 1;
    float[] scores = new float[descriptors.length / length];
    for (int window = 0; window < scores.length; window++) {
      double sum = weights[length];
      for (int i = 0; i < length; i++) {
        sum += (double) weights[i] * descriptors[window * length + i];
      }
      scores[window] = (float) sum;
    }
    return scores;
  }

  private static float[] descriptors(byte[] bgr, int width, int height) {
    try (HOGDescriptor hog = new HOGDescriptor();
        BytePointer pixels = new BytePointer(bgr);
        Mat image = new Mat(height, width, CV_8UC3, pixels);
        FloatPointer found = new FloatPointer();
        Size stride = new Size(8, 8);
        Size padding = new Size(16, 24);
        PointVector everywhere = new PointVector()) {
      hog.compute(image, found, stride, padding, everywhere);
      float[] descriptors = new float[Math.toIntExact(found.limit())];
      found.get(descriptors);
      return descriptors;
    }
  }
}
