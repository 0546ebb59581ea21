package sluice.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.PathType;
import sluice.config.binding.TextualType;
import sluice.core.model.ModelFormat;

/**
 * Type of a model: the name of a manifest, or a file or folder that exists; absent: the name of the
 * entry.
 */
record ModelNameType() implements TextualType<String> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /** What no manifest is called, though such files are no models by themselves. */
  private static final Pattern FILE = Pattern.compile("(?i).*\\.(?:bin|pdiparams)");

  /** Whether a text can't be the name of a manifest. */
  static boolean isFile(String text) {
    return !NAME.matcher(text).matches()
        || ModelFormat.of(text).isPresent()
        || FILE.matcher(text).matches();
  }

  @Override
  public JavaType type() {
    return JavaType.of(String.class);
  }

  @Override
  public @Nullable String read(ConfigNode node) {
    if (!node.isGiven()) {
      return node.parentName();
    }
    String text = node.text();
    if (text != null && !isFile(text)) {
      return text;
    }
    Path path = text == null ? null : PathType.parse(text);
    boolean isThere =
        path != null
            && (node.document().surroundings().files().test(path) || Files.isDirectory(path));
    return isThere ? text : node.refuse(expected());
  }

  @Override
  public String expected() {
    return "the name of a model, or a model's file that exists and can be read, or its folder";
  }
}
