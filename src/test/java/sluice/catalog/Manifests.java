package sluice.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Manifests for tests: of a model whose files have contents given by the test. */
public final class Manifests {
  /** A manifest without its name and files. */
  static final String HEAD =
      """
      description = "Finds things"
      task = detection
      family = ssd
      labels = [background, thing]
      threshold = 0.4
      input { channels = rgb, resize = letterbox, mean = [1, 2.5, 3], scale = [4, 5, 6] }
      license = Apache-2.0
      source { maker = "A. N. Other" }
      limits = ["no big things"]
      """;

  private Manifests() {}

  /** Writes {@code NAME.conf} for a model with an .xml and a .bin of these bytes, in FP16. */
  public static Path write(Path folder, String name, byte[] xml, byte[] bin) {
    String files =
        "files { FP16 = [%s, %s] }\n"
            .formatted(entry(name + ".xml", xml), entry(name + ".bin", bin));
    return write(folder, name, "name = " + name + "\n" + HEAD + files);
  }

  /** Writes {@code NAME.conf} with this text. */
  public static Path write(Path folder, String name, String text) {
    try {
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve(name + ".conf"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String entry(String file, byte[] bytes) {
    return "{ url = \"https://models.example/zoo/%s\", bytes = %d, sha256 = \"%s\" }"
        .formatted(file, bytes.length, sha256(bytes));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Text as bytes. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
