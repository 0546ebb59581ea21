package sluice.stage.postprocess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sluice.app.ModelFamilies;
import sluice.core.PixelSize;
import sluice.core.model.FamilyDefaults;
import sluice.core.model.InputNormalization;
import sluice.core.model.ModelFamily;

/** Writes the files that follow from the list of families: tables of a page, names for help. */
final class FamilyFiles {
  static final Path PAGE = Path.of("src/docs/families.md");
  static final Path NAMES = Path.of("src/main/resources/sluice/cli/options/families.txt");

  static final String OUTPUTS = "| word | models |";
  static final String TRAINING = "| family | picture |";

  private FamilyFiles() {}

  /** Run it after changing a family. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(PAGE, withTables(Files.readString(PAGE), ModelFamilies.ALL));
    Files.writeString(NAMES, names(ModelFamilies.ALL));
  }

  /** The names of the families, one a line. */
  static String names(Families families) {
    return String.join("\n", ModelFamily.wireNames(families.facts())) + "\n";
  }

  /** The page with its tables anew; what begins with their first columns is replaced. */
  static String withTables(String page, Families families) {
    List<String> lines = new ArrayList<>();
    boolean skipping = false;
    for (String line : page.lines().toList()) {
      if (line.startsWith(OUTPUTS)) {
        lines.addAll(outputs(families));
        skipping = true;
      } else if (line.startsWith(TRAINING)) {
        lines.addAll(training(families));
        skipping = true;
      } else if (!skipping || !line.startsWith("|")) {
        lines.add(line);
        skipping = false;
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static List<String> outputs(Families families) {
    List<String> rows = new ArrayList<>();
    rows.add(OUTPUTS + " outputs | a box | confidence | overlapping boxes |");
    rows.add("|---|---|---|---|---|---|");
    for (Family family : families.all()) {
      for (FamilyDocs.Form form : family.docs().forms()) {
        rows.add(
            row(
                code(family),
                form.models(),
                form.outputs(),
                form.box(),
                form.confidence(),
                form.overlaps()));
      }
    }
    return rows;
  }

  private static List<String> training(Families families) {
    List<String> rows = new ArrayList<>();
    rows.add(TRAINING + " colours | mean | scale | confidence | IoU | size | named by |");
    rows.add("|---|---|---|---|---|---|---|---|---|");
    for (Family family : families.all()) {
      FamilyDefaults defaults = family.facts().defaults();
      InputNormalization normalization = defaults.normalization();
      rows.add(
          row(
              code(family),
              picture(normalization),
              normalization.channels().name().toLowerCase(Locale.ROOT),
              numbers(normalization.mean()),
              numbers(normalization.scale()),
              number(defaults.threshold()),
              defaults.iou().isPresent() ? Double.toString(defaults.iou().getAsDouble()) : "none",
              defaults.inputSize().map(PixelSize::toString).orElse("none"),
              family.docs().training()));
    }
    return rows;
  }

  private static String row(String... cells) {
    return Stream.of(cells)
        .map(cell -> cell.isEmpty() ? " |" : " " + cell + " |")
        .collect(Collectors.joining("", "|", ""));
  }

  private static String code(Family family) {
    return "`" + family.facts().wireName() + "`";
  }

  private static String picture(InputNormalization normalization) {
    String borders = ", grey " + normalization.pad();
    return switch (normalization.resize()) {
      case STRETCH -> "stretched";
      case LETTERBOX -> "letterbox in the middle" + borders;
      case CORNER -> "upper left corner" + borders;
      case CROP -> "shorter side scaled, middle cut out";
    };
  }

  private static String numbers(List<Float> values) {
    return values.isEmpty()
        ? "none"
        : values.stream().distinct().map(FamilyFiles::number).collect(Collectors.joining(", "));
  }

  private static String number(float value) {
    return value == Math.rint(value) ? Integer.toString((int) value) : Float.toString(value);
  }
}
