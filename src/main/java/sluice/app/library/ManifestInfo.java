package sluice.app.library;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sluice.app.library.ModelInfo.Section;
import sluice.app.model.ModelPaths;
import sluice.app.model.ModelResolver;
import sluice.catalog.Manifest;
import sluice.catalog.Precision;

/** Describes a model of the catalogue from its manifest. */
final class ManifestInfo {
  private static final int MOST_LABELS = 30;

  private ManifestInfo() {}

  /** The manifest's facts; with them those of the file, where it is fetched. */
  static ModelInfo of(ModelPaths here, Manifest manifest, Optional<String> precision) {
    List<Section> sections = new ArrayList<>();
    sections.add(model(manifest));
    sections.add(input(manifest));
    if (manifest.builtIn().isEmpty() || precision.isPresent()) {
      Precision chosen = manifest.precision(precision);
      sections.add(files(here, manifest));
      Optional<Path> folder = here.fetched(manifest, chosen);
      folder.ifPresent(
          found ->
              sections.addAll(
                  ModelInspector.inspect(
                      chosen.model().in(found), ModelResolver.overrides(manifest))));
    }
    return new ModelInfo(sections);
  }

  private static Section model(Manifest manifest) {
    Section section =
        Section.of("model")
            .add("name", manifest.name())
            .add("description", manifest.description())
            .add("task", word(manifest.task()))
            .add("family", manifest.family().wireName())
            .add("threshold", manifest.threshold())
            .add("license", manifest.license());
    if (manifest.heads().all().isEmpty()) {
      section.add("labels", labels(manifest.labels()));
    }
    manifest
        .heads()
        .all()
        .forEach(head -> section.add("head: " + head.name(), labels(head.labels())));
    manifest.source().forEach((name, value) -> section.add("source: " + name, value));
    manifest.limits().forEach(limit -> section.add("note", limit));
    return section.add("manifest", manifest.file());
  }

  private static String labels(List<String> labels) {
    String first =
        IntStream.range(0, labels.size())
            .filter(id -> !labels.get(id).isEmpty())
            .limit(MOST_LABELS)
            .mapToObj(id -> id + " " + labels.get(id))
            .collect(Collectors.joining(", "));
    return labels.size() <= MOST_LABELS ? first : first + " … of " + labels.size();
  }

  private static Section input(Manifest manifest) {
    Manifest.Input input = manifest.input();
    Section section =
        Section.of("input")
            .add("channels", word(input.channels()))
            .add("resize", word(input.resize()));
    if (!input.mean().isEmpty()) {
      section.add("mean", input.mean());
    }
    if (!input.scale().isEmpty()) {
      section.add("scale", input.scale());
    }
    input
        .shorterSide()
        .ifPresent(pixels -> section.add("size", "the source's shape, shorter side " + pixels));
    return section;
  }

  private static Section files(ModelPaths here, Manifest manifest) {
    Section section = Section.of("files");
    for (Precision precision : manifest.precisions()) {
      String state =
          here.fetched(manifest, precision)
              .map(folder -> "in " + folder)
              .orElse(
                  "not fetched; sluice models fetch %s --precision %s"
                      .formatted(manifest.name(), precision.name()));
      section.add(precision.name(), precision.bytes() + " bytes, " + state);
    }
    return section;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
