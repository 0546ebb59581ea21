package sluice.stage.inference.openvino;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.model.ModelFormat;
import sluice.openvino.Core;
import sluice.openvino.Model;
import sluice.openvino.OpenVinoException;

/**
 * Reader of models' files, of all formats that OpenVINO is asked for: says what is wrong with a
 * file where OpenVINO does not.
 */
public final class ModelFileReader {
  private static final String EXPECTED =
      " (expected: OpenVINO IR, an .xml with its .bin; .onnx; .tflite; .pb, or a SavedModel's"
          + " folder; .pdmodel with its .pdiparams)";

  /** Of what OpenVINO says of files whose weights are missing or others. */
  private static final Pattern OF_WEIGHTS =
      Pattern.compile(
          "weight|successfully read|not initialized|variables|entry bounds|index file",
          Pattern.CASE_INSENSITIVE);

  private ModelFileReader() {}

  /**
   * Refuses what can't be a model, before any library is asked.
   *
   * @throws SluiceException with {@link ErrorCode#MODEL}
   */
  public static void require(Path file) {
    if (Files.notExists(file)) {
      throw refused(file, "does not exist" + EXPECTED + "; check its name");
    }
    if (!Files.isRegularFile(file)) {
      throw refused(file, "isn't a file" + EXPECTED + "; name a model's file");
    }
    if (!Files.isReadable(file)) {
      throw refused(file, "may not be read: permission denied; let this user read it");
    }
    if (file.toFile().length() == 0) {
      throw refused(file, "is empty" + EXPECTED + "; fetch it again");
    }
  }

  /**
   * Reads a model.
   *
   * @return to be closed by the caller
   * @throws SluiceException with {@link ErrorCode#MODEL} when it isn't one, or isn't whole
   */
  public static Model read(Core core, Path file) {
    require(file);
    ModelFormat format = ModelFormat.of(file).orElseThrow(() -> ofAnotherFormat(file));
    requireContent(format, file);
    try {
      return core.readModel(ModelFormat.opened(file));
    } catch (OpenVinoException failure) {
      if (OpenVinoFailures.isOfUnknownFormat(failure)) {
        throw new SluiceException(ErrorCode.MODEL, withoutReader(format, file), failure);
      }
      requireWeights(format, file, failure);
      throw OpenVinoFailures.translate(
          ErrorCode.MODEL,
          "model " + file + " can't be read" + EXPECTED,
          failure,
          "fetch or convert it again");
    }
  }

  /** OpenVINO is never asked of such a file: all of its readers would try their luck. */
  private static SluiceException ofAnotherFormat(Path file) {
    return refused(
        file,
        ConversionAdvice.of(file)
            .map(
                other ->
                    "is a file of %s%s; %s"
                        .formatted(other.framework(), EXPECTED, other.advice(file)))
            .orElse(
                "can't be read: its name is not that of a model"
                    + EXPECTED
                    + "; fetch or convert it again"));
  }

  /** Readers that are asked of what isn't theirs may write to standard error. */
  private static void requireContent(ModelFormat format, Path file) {
    if (!format.isReadAs(file)) {
      throw refused(
          file,
          "is not read under this name (expected: one that ends in %s, in small letters); rename it"
              .formatted(format.ending()));
    }
    boolean whole;
    try {
      whole = FileContent.isOf(format, file);
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.MODEL, "model " + file + " can't be read; let this user read it", e);
    }
    if (!whole) {
      throw refused(
          file,
          "can't be read: it isn't %s, or is cut off%s; fetch or convert it again"
              .formatted(format.title(), EXPECTED));
    }
  }

  private static String withoutReader(ModelFormat format, Path file) {
    return "model %s is of %s, which the OpenVINO in use has no reader for (expected: the libraries that come with Sluice); %s"
        .formatted(file, format.title(), ConversionAdvice.CONVERTED.advice(file));
  }

  /** OpenVINO names neither the file of the weights nor what is wrong with it. */
  private static void requireWeights(ModelFormat format, Path file, OpenVinoException failure) {
    Path weights = format.weights(file).orElse(file);
    if (weights.equals(file) || !OF_WEIGHTS.matcher(OpenVinoFailures.reason(failure)).find()) {
      return;
    }
    String what =
        Files.notExists(weights)
            ? "does not exist"
            : "does not fit: it has " + weights.toFile().length() + " bytes";
    throw new SluiceException(
        ErrorCode.MODEL,
        "model %s can't be read: the file of its weights, %s, %s (expected: the one that belongs to the %s); fetch both again"
            .formatted(file, weights, what, format.ending()),
        failure);
  }

  private static SluiceException refused(Path file, String what) {
    return new SluiceException(ErrorCode.MODEL, "model " + file + " " + what);
  }
}
