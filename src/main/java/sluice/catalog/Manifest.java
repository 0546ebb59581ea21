package sluice.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ClassifierHeads;
import sluice.core.model.ModelFamily;
import sluice.core.model.Resize;
import sluice.core.util.EditDistance;

/**
 * Manifest of a model: its task, its preprocessing, the decoding of its outputs, and where its
 * files come from. Unchanging.
 *
 * @param name the model's name, also of the manifest's file
 * @param description one sentence
 * @param task what it does
 * @param family how its outputs are read
 * @param labels the names of its classes by number, from 0; empty ones have none; none where there
 *     are heads
 * @param heads its heads, if it is a classifier of several attributes
 * @param input how a picture is prepared for it
 * @param threshold least confidence of a detection that suits it, 0 to 1
 * @param license its licence, as SPDX names it
 * @param notice where, inside Sluice's jar, a notice of others' rights is
 * @param source where it comes from: names and addresses by what they are
 * @param limits what it can't do, and other notes; a sentence each
 * @param builtIn what in Sluice writes its files, for a model that has no files to be fetched
 * @param precisions its files in each precision, at least one unless it is built in
 * @param file the manifest's own file
 */
public record Manifest(
    String name,
    String description,
    Task task,
    ModelFamily family,
    List<String> labels,
    ClassifierHeads heads,
    Input input,
    float threshold,
    String license,
    Optional<String> notice,
    Map<String, String> source,
    List<String> limits,
    Optional<BuiltIn> builtIn,
    List<Precision> precisions,
    Path file) {

  /** Keeps its own copies. */
  public Manifest {
    labels = List.copyOf(labels);
    source = Collections.unmodifiableMap(new LinkedHashMap<>(source));
    limits = List.copyOf(limits);
    precisions = List.copyOf(precisions);
  }

  /** What a model does. */
  public enum Task {
    /** Finds objects and their boxes. */
    DETECTION,
    /** Names the class of a whole picture. */
    CLASSIFICATION
  }

  /** What in Sluice writes a model's files. */
  public enum BuiltIn {
    /** Package {@code catalog.hog}. */
    HOG
  }

  /**
   * How a picture is prepared. Values are 0 to 255; the mean is taken away first, then what is left
   * is divided by the scale.
   *
   * @param channels the order of the colours
   * @param resize how it is brought to size
   * @param mean of each colour, in the order of {@code channels}; empty for 0
   * @param scale of each colour, in the order of {@code channels}; empty for 1
   * @param shorterSide pixels of the shorter side, for a built-in model whose input follows the
   *     source's shape
   */
  public record Input(
      ChannelOrder channels,
      Resize resize,
      List<Float> mean,
      List<Float> scale,
      OptionalInt shorterSide) {

    /** Keeps its own copies. */
    public Input {
      mean = List.copyOf(mean);
      scale = List.copyOf(scale);
    }
  }

  /**
   * The files in a precision.
   *
   * @param wanted its name; absent for FP16, or the only one that there is
   * @throws SluiceException of code USAGE when there is no such precision
   */
  public Precision precision(Optional<String> wanted) {
    String word = wanted.orElse(Precision.DEFAULT);
    for (Precision precision : precisions) {
      if (precision.name().equalsIgnoreCase(word)) {
        return precision;
      }
    }
    if (wanted.isEmpty() && !precisions.isEmpty()) {
      return precisions.getFirst();
    }
    List<String> names = precisions.stream().map(Precision::name).toList();
    List<String> expected = new ArrayList<>(List.of(String.join(", ", names)));
    EditDistance.nearest(word, names).ifPresent(near -> expected.add("nearest: " + near));
    throw new SluiceException(
        ErrorCode.USAGE,
        builtIn.isPresent()
            ? "precision: %s (expected: none, as %s is built in)".formatted(word, name)
            : "precision: %s (expected: one of %s's: %s)"
                .formatted(word, name, String.join("; ", expected)));
  }
}
