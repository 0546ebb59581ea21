package sluice.core.model;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The recognition hints of a family of models: what their makers write into their metadata. They
 * decide among families that a model's outputs could be of.
 *
 * @param modelTypes Model API's words for it ({@code model_type}), in any spelling
 * @param ofUltralytics whether Ultralytics' tools export its models
 * @param products regular expression for the names that Ultralytics' newer package writes ({@code
 *     YOLO11n}, {@code rtdetr-l}), in lower case and without hyphens; absent where that exports
 *     none
 * @param endToEnd whether its models do non-maximum suppression themselves and may be marked so
 *     ({@code end2end})
 * @param task the word by which Ultralytics' tools call what its models do, where that is neither
 *     {@code detect} nor {@code classify}
 */
public record FamilyHints(
    Set<String> modelTypes,
    boolean ofUltralytics,
    Optional<String> products,
    boolean endToEnd,
    Optional<String> task) {

  private static final Pattern SEPARATORS = Pattern.compile("[-_\\s]");
  private static final Pattern VERSION = Pattern.compile("^yolov(?=\\d)");

  /** Keeps its own copy of the words, in one spelling. */
  public FamilyHints {
    modelTypes =
        modelTypes.stream().map(FamilyHints::plain).collect(Collectors.toUnmodifiableSet());
  }

  /** {@code YOLOv8}, {@code yolo_v8} and {@code yolo8} are one word. */
  private static String plain(String word) {
    String letters = SEPARATORS.matcher(word.toLowerCase(Locale.ROOT)).replaceAll("");
    return VERSION.matcher(letters).replaceFirst("yolo");
  }

  /** Hints of a family that Ultralytics has no part in. */
  public static FamilyHints ofTypes(String... modelTypes) {
    return new FamilyHints(Set.of(modelTypes), false, Optional.empty(), false, Optional.empty());
  }

  /** The same for a family that one of Ultralytics' tools exports, though not its newer package. */
  public FamilyHints alsoOfUltralytics() {
    return new FamilyHints(modelTypes, true, products, endToEnd, task);
  }

  /**
   * The same for a family that Ultralytics' newer package exports.
   *
   * @param names regular expression for the names of its models, as {@link #products} has them
   */
  public FamilyHints alsoOfUltralytics(String names) {
    return new FamilyHints(modelTypes, true, Optional.of(names), endToEnd, task);
  }

  /** The same for a family whose models do non-maximum suppression themselves. */
  public FamilyHints markedEndToEnd() {
    return new FamilyHints(modelTypes, ofUltralytics, products, true, task);
  }

  /** The same for a family whose models tell more than boxes or classes: {@code segment}. */
  public FamilyHints withTask(String word) {
    return new FamilyHints(modelTypes, ofUltralytics, products, endToEnd, Optional.of(word));
  }

  /** Whether Model API's word for a model is one of this family, in any spelling. */
  public boolean hasModelType(String type) {
    return modelTypes.contains(plain(type));
  }

  /** Whether a model of that name, as Ultralytics' newer package writes it, may be of it. */
  public boolean hasProduct(String product) {
    String plain = product.toLowerCase(Locale.ROOT).replace("-", "");
    return products.filter(plain::matches).isPresent();
  }
}
