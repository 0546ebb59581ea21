package sluice.stage.inference.openvino;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import sluice.core.model.ModelFormat;

/**
 * A look into a model's file: is it what its name says? OpenVINO finds the reader of a file by
 * asking one after the other; that of TensorFlow writes what it thinks of other files to standard
 * error.
 */
final class FileContent {
  /** How far in an IR's root element may begin: behind a declaration and comments. */
  private static final int HEAD = 4096;

  /** At the fourth byte of a FlatBuffer stands what it is. */
  private static final int IDENTIFIER = 4;

  private static final String LITE = "TFL3";

  /** ModelProto: its graph, which every model has. */
  private static final int ONNX_GRAPH = 7;

  private FileContent() {}

  /**
   * Whether a file is of a format, as far as can be told without its reader.
   *
   * @throws IOException when it can't be read
   */
  static boolean isOf(ModelFormat format, Path file) throws IOException {
    return switch (format) {
      case IR -> head(file, HEAD).contains("<net");
      case ONNX -> ProtobufFile.fields(file, ProtobufFile.ANY).contains(ONNX_GRAPH);
      case TENSORFLOW_LITE -> head(file, IDENTIFIER + LITE.length()).endsWith(LITE);
      case TENSORFLOW -> isTensorFlow(file);
      // Its reader goes by the name alone.
      case PADDLE -> true;
    };
  }

  private static boolean isTensorFlow(Path file) throws IOException {
    Set<Integer> fields =
        ModelFormat.isSavedModel(file)
            ? ProtobufFile.fields(file, TensorFlowMessages.SAVED_MODEL)
            : ProtobufFile.fields(file, TensorFlowMessages.GRAPH);
    return fields.contains(
        ModelFormat.isSavedModel(file) ? TensorFlowMessages.META_GRAPHS : TensorFlowMessages.NODES);
  }

  private static String head(Path file, int bytes) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }
  }
}
