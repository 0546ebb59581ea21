package sluice.catalog.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import sluice.catalog.metadata.FileMetadata;
import sluice.core.PixelSize;
import sluice.core.model.ChannelOrder;
import sluice.core.model.KeyPointLayout;
import sluice.core.model.Resize;

/**
 * Metadata of a model, from its file or beside it, as far as Sluice understands it. What isn't said
 * is absent or empty.
 *
 * @param maker the exporter: {@code Ultralytics}, {@code Model API}; empty for none
 * @param product the model's name as its maker has it: {@code YOLOv8n}
 * @param type Model API's {@code model_type}
 * @param task its task, as Ultralytics names it: {@code detect}, {@code classify} …
 * @param labels names of its classes, from class 0 on
 * @param imageSize the size of a picture that it was exported for
 * @param resize how pictures are made to fit
 * @param channels the order of the colours
 * @param mean what is taken away from each colour
 * @param scale by what each colour is divided then
 * @param pad value of the borders of a letterbox, 0 to 255
 * @param threshold least confidence that suits it, 0 to 1
 * @param iou how much boxes of a class may overlap, 0 to 1
 * @param endToEnd whether it chooses among overlapping boxes itself
 * @param prepared whether it brings pictures to size and normalises them itself
 * @param inGraph what a converter has put into its graph
 * @param multiLabel whether each class of a picture has a probability of its own
 * @param keyPoints how key points are laid out
 * @param refused what is written and changes colours in a way that can't be followed
 * @param beside the file beside the model's own that some of it stands in
 * @param unused names and values of what could change pictures or results and isn't used
 */
public record ModelMetadata(
    String maker,
    Optional<String> product,
    Optional<String> type,
    Optional<String> task,
    List<String> labels,
    Optional<PixelSize> imageSize,
    Optional<Resize> resize,
    Optional<ChannelOrder> channels,
    List<Float> mean,
    List<Float> scale,
    OptionalInt pad,
    OptionalDouble threshold,
    OptionalDouble iou,
    Optional<Boolean> endToEnd,
    boolean prepared,
    GraphPreprocessing inGraph,
    boolean multiLabel,
    Optional<KeyPointLayout> keyPoints,
    Optional<String> refused,
    Optional<String> beside,
    List<String> unused) {

  private static final String ULTRALYTICS = "Ultralytics";
  private static final int COLOURS = 3;

  /** Of a picture, in pixels: what is more is no size but a slip. */
  private static final int GREATEST_SIDE = 16_384;

  /** No metadata. */
  public static final ModelMetadata NONE = read(Map.of());

  /** Keeps its own copies. */
  public ModelMetadata {
    labels = List.copyOf(labels);
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
    unused = List.copyOf(unused);
  }

  /**
   * Understands a model's metadata.
   *
   * @param metadata values by name, as an ONNX file, an IR's {@code rt_info} (path with slashes) or
   *     Ultralytics' {@code metadata.yaml} have them
   */
  public static ModelMetadata read(Map<String, String> metadata) {
    return read(metadata, Optional.empty(), List.of());
  }

  /**
   * Understands the metadata in a model's file, and in the file beside it unless that contradicts
   * the model.
   *
   * @param fixed the size of the model's picture where the model fixes it
   */
  public static ModelMetadata read(FileMetadata metadata, Optional<PixelSize> fixed) {
    Optional<String> contradiction =
        metadata
            .beside()
            .flatMap(file -> BesideMetadata.contradiction(metadata.own(), file, fixed));
    return contradiction.isPresent()
        ? withoutBeside(metadata, contradiction.get())
        : read(metadata.all(), metadata.beside().map(FileMetadata.Beside::name), metadata.unused());
  }

  /**
   * Understands the metadata in a model's file alone.
   *
   * @param reason why those beside it don't count: name and half a sentence
   */
  public static ModelMetadata withoutBeside(FileMetadata metadata, String reason) {
    List<String> unused = new ArrayList<>(metadata.unused());
    unused.add(reason);
    return read(metadata.own(), Optional.empty(), unused);
  }

  private static ModelMetadata read(
      Map<String, String> metadata, Optional<String> beside, List<String> unusedFiles) {
    UltralyticsMetadata ultralytics = new UltralyticsMetadata(metadata);
    ModelApiMetadata modelApi = new ModelApiMetadata(metadata);
    GraphPreprocessing inGraph = GraphPreprocessing.read(metadata);
    boolean anyType = modelApi.type().filter(UltralyticsMetadata.ANY_TYPE::equals).isPresent();
    boolean ofUltralytics = ultralytics.isThere() || anyType;
    boolean twice = inGraph.has(modelApi.mean(), modelApi.scale());
    return new ModelMetadata(
        ofUltralytics ? ULTRALYTICS : modelApi.isThere() ? "Model API" : "",
        ultralytics.product(),
        modelApi.type(),
        (ofUltralytics ? ultralytics.task() : Optional.<String>empty()).or(modelApi::task),
        first(ultralytics.labels(), modelApi.labels()),
        ultralytics.imageSize().or(modelApi::imageSize),
        modelApi.resize(),
        modelApi.channels(),
        twice ? List.of() : modelApi.mean(),
        twice ? List.of() : modelApi.scale(),
        modelApi.pad(),
        modelApi.share("confidence_threshold"),
        modelApi.share("iou_threshold"),
        ultralytics.endToEnd(),
        modelApi.isPrepared(),
        inGraph,
        modelApi.isMultiLabel(),
        ultralytics.keyPoints(),
        modelApi.refused(),
        beside,
        Stream.concat(modelApi.unused().stream(), unusedFiles.stream()).toList());
  }

  /** Three numbers, or one for all; empty where it is neither. */
  static List<Float> perColour(String text) {
    List<Float> numbers = PythonText.numbers(text).stream().map(Double::floatValue).toList();
    List<Float> three =
        numbers.size() == 1
            ? List.of(numbers.getFirst(), numbers.getFirst(), numbers.getFirst())
            : numbers;
    return three.size() == COLOURS ? three : List.of();
  }

  /** The {@code model_type}, unless it is the one that Ultralytics writes for any model. */
  Optional<String> typeOfModel() {
    return type.filter(word -> !isOfAnyType());
  }

  /** The {@code resize_type}, unless it is the letterbox that Ultralytics writes for any model. */
  Optional<Resize> resizeOfModel() {
    return resize.filter(word -> !isOfAnyType());
  }

  private boolean isOfAnyType() {
    return type.filter(UltralyticsMetadata.ANY_TYPE::equals).isPresent();
  }

  /** Whether it was exported by Ultralytics' tools. */
  boolean isOfUltralytics() {
    return maker.equals(ULTRALYTICS);
  }

  /** Whether mean or scale are written. */
  boolean isNormalised() {
    return !mean.isEmpty() || !scale.isEmpty();
  }

  private static List<String> first(List<String> one, List<String> other) {
    return one.isEmpty() ? other : one;
  }

  /** A value that was written, if there is any. */
  static <T> Optional<T> of(Map<String, String> metadata, String key, Function<String, T> reader) {
    return Optional.ofNullable(metadata.get(key))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .map(reader);
  }

  /** Whether a text says yes, as Python or OpenVINO write it. */
  static boolean isYes(String text) {
    return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("yes") || text.equals("1");
  }

  /** Height and width, as Ultralytics orders them, or the side of a square. */
  static Optional<PixelSize> size(List<Double> heightAndWidth) {
    if (heightAndWidth.isEmpty()) {
      return Optional.empty();
    }
    int height = heightAndWidth.getFirst().intValue();
    int width = heightAndWidth.getLast().intValue();
    boolean usual = Math.min(height, width) > 0 && Math.max(height, width) <= GREATEST_SIDE;
    return usual ? Optional.of(new PixelSize(width, height)) : Optional.empty();
  }
}
