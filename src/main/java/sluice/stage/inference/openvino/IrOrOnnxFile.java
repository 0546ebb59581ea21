package sluice.stage.inference.openvino;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.openvino.Core;
import sluice.openvino.Model;
import sluice.openvino.OpenVinoException;

/**
 * A model's file, IR or ONNX: reads it, and says what is wrong with a file where OpenVINO does not.
 */
public final class IrOrOnnxFile {
  private static final String EXPECTED =
      " (expected: OpenVINO IR, an .xml with its .bin beside it, or .onnx)";
  private static final String XML = ".xml";

  private IrOrOnnxFile() {}

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
    try {
      return core.readModel(file);
    } catch (OpenVinoException failure) {
      requireWeights(file, failure);
      Optional<ConversionAdvice> other = ConversionAdvice.of(file);
      if (other.isPresent()) {
        throw new SluiceException(
            ErrorCode.MODEL,
            "model %s is a file of %s%s; %s"
                .formatted(file, other.get().framework(), EXPECTED, other.get().advice(file)),
            failure);
      }
      throw OpenVinoFailures.translate(
          ErrorCode.MODEL,
          "model " + file + " can't be read" + EXPECTED,
          failure,
          "fetch or convert it again");
    }
  }

  /** OpenVINO names neither the file of the weights nor what is wrong with it. */
  private static void requireWeights(Path file, OpenVinoException failure) {
    String name = file.toString();
    boolean isXml = name.toLowerCase(Locale.ROOT).endsWith(XML);
    if (!isXml || !OpenVinoFailures.reason(failure).contains("weights")) {
      return;
    }
    Path weights = Path.of(name.substring(0, name.length() - XML.length()) + ".bin");
    String what =
        Files.notExists(weights)
            ? "does not exist"
            : "does not fit: it has " + weights.toFile().length() + " bytes";
    throw new SluiceException(
        ErrorCode.MODEL,
        "model %s can't be read: the file of its weights, %s, %s (expected: the .bin that belongs to the .xml); fetch both again"
            .formatted(file, weights, what),
        failure);
  }

  private static SluiceException refused(Path file, String what) {
    return new SluiceException(ErrorCode.MODEL, "model " + file + " " + what);
  }
}
