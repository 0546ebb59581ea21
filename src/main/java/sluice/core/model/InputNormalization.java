package sluice.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The input normalization of a model: how pictures are resized, ordered and scaled, as those were
 * that it was trained with. Values are 0 to 255; the mean is taken away first, then what is left is
 * divided by the scale.
 *
 * @param resize how they are made to fit
 * @param pad value of each colour in the borders, 0 to 255
 * @param channels the order of the colours
 * @param mean of each colour, in that order; empty for 0
 * @param scale of each colour, in that order; empty for 1
 */
public record InputNormalization(
    Resize resize, int pad, ChannelOrder channels, List<Float> mean, List<Float> scale) {
  private static final int BLACK = 0;

  private static final List<Float> TO_ONE = List.of(255f, 255f, 255f);

  /** Mean and deviation of ImageNet's pictures, red first, as torchvision has them, times 255. */
  private static final List<Float> IMAGENET_MEAN = List.of(123.675f, 116.28f, 103.53f);

  private static final List<Float> IMAGENET_SCALE = List.of(58.395f, 57.12f, 57.375f);

  /** Stretched, blue first, 0 to 255: how OpenVINO's single-shot detectors have them. */
  public static final InputNormalization PLAIN =
      new InputNormalization(Resize.STRETCH, BLACK, ChannelOrder.BGR, List.of(), List.of());

  /** How RT-DETR has them. */
  public static final InputNormalization STRETCHED_TO_ONE =
      new InputNormalization(Resize.STRETCH, BLACK, ChannelOrder.RGB, List.of(), TO_ONE);

  /** How Ultralytics' classifiers have them. */
  public static final InputNormalization CUT_TO_ONE =
      new InputNormalization(Resize.CROP, BLACK, ChannelOrder.RGB, List.of(), TO_ONE);

  /** How DETR and most classifiers of PyTorch have them. */
  public static final InputNormalization IMAGENET =
      new InputNormalization(
          Resize.STRETCH, BLACK, ChannelOrder.RGB, IMAGENET_MEAN, IMAGENET_SCALE);

  /** Keeps its own copies; a mean of 0 and a scale of 1 are none. */
  public InputNormalization {
    mean = mean.stream().allMatch(value -> value == 0) ? List.of() : List.copyOf(mean);
    scale = scale.stream().allMatch(value -> value == 1) ? List.of() : List.copyOf(scale);
  }

  /** In words: {@code letterbox (114), rgb, scale 255}. */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    words.add(resize.hasBorders() ? resize.wireName() + " (" + pad + ")" : resize.wireName());
    words.add(channels.name().toLowerCase(Locale.ROOT));
    if (!mean.isEmpty()) {
      words.add("mean " + numbers(mean));
    }
    if (!scale.isEmpty()) {
      words.add("scale " + numbers(scale));
    }
    return String.join(", ", words);
  }

  private static String numbers(List<Float> values) {
    return values.stream()
        .distinct()
        .map(
            value ->
                value == Math.rint(value) ? Integer.toString(value.intValue()) : value.toString())
        .collect(Collectors.joining(" "));
  }
}
