package sluice.cli.options;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Objects;

/**
 * The names of all families of models, for help and completion. They come from a generated
 * resource, one name a line, which a test holds to the list of families: help must not load the
 * families themselves, which are classes of a stage.
 */
public final class FamilyNames implements Iterable<String> {
  private static final String RESOURCE = "families.txt";

  @Override
  public Iterator<String> iterator() {
    try (InputStream file =
        Objects.requireNonNull(FamilyNames.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().iterator();
    } catch (IOException e) {
      throw new UncheckedIOException("the resource " + RESOURCE + " can't be read", e);
    }
  }
}
