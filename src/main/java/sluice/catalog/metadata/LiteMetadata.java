package sluice.catalog.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reader of what Ultralytics' exporters pack behind a TensorFlow Lite model, as TensorFlow Lite has
 * it of files that belong to one: a ZIP archive. Today that is {@code metadata.json}; it was a text
 * that Python prints, in {@code temp_meta.txt} or {@code meta.txt}.
 */
final class LiteMetadata {
  private static final String NAMES = "metadata\\.json|(?:temp_)?meta\\.txt";
  private static final int MOST_BYTES = 1 << 20;

  private LiteMetadata() {}

  /** Values by name; empty where nothing is packed behind the model. */
  static Map<String, String> read(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Optional<? extends ZipEntry> found =
          zip.stream().filter(entry -> entry.getName().matches(NAMES)).findFirst();
      return found.isPresent() ? DictionaryText.read(text(zip, found.get())) : Map.of();
    } catch (ZipException noArchive) {
      return Map.of();
    }
  }

  private static String text(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException(entry.getName() + " is longer than " + MOST_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
