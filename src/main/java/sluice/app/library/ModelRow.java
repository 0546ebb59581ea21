package sluice.app.library;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model of the catalogue; {@code sluice models list --json} writes these members.
 *
 * @param name its name
 * @param description one sentence
 * @param task what it does, in lower case
 * @param license its licence, as SPDX names it
 * @param builtIn whether Sluice writes its files itself
 * @param precisions the precisions that there are
 */
public record ModelRow(
    String name,
    String description,
    String task,
    String license,
    boolean builtIn,
    List<PrecisionRow> precisions) {

  /**
   * A model's files in a precision.
   *
   * @param precision its name
   * @param bytes all files together
   * @param folder where they are; absent while they aren't fetched
   */
  public record PrecisionRow(String precision, long bytes, Optional<Path> folder) {}
}
