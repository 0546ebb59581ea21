package sluice.stage.inference.openvino;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sluice.core.PixelSize;
import sluice.openvino.PartialShape.Dimension;
import sluice.openvino.Port;

/**
 * Inputs that tell a model the size of its picture. Models that scale boxes to the original picture
 * by themselves have them; they are told that the picture is as large as their input, so that boxes
 * are in its pixels as those of others are, and are mapped back like those. The names are those of
 * the tools that export such models.
 */
enum SizeInputs {
  /** RT-DETR, D-FINE and DEIM, exported by their authors: width and height. */
  ORIG_TARGET_SIZES(2) {
    @Override
    List<Integer> values(PixelSize picture) {
      return List.of(picture.width(), picture.height());
    }
  },
  /** PaddleDetection: height and width of what comes in. */
  IM_SHAPE(2) {
    @Override
    List<Integer> values(PixelSize picture) {
      return List.of(picture.height(), picture.width());
    }
  },
  /** PaddleDetection: how much larger than the original that is. */
  SCALE_FACTOR(2) {
    @Override
    List<Integer> values(PixelSize picture) {
      return List.of(1, 1);
    }
  },
  /** DETR of transformers: which pixels are the picture's and no border; all of them. */
  PIXEL_MASK(3) {
    @Override
    List<Integer> values(PixelSize picture) {
      return List.of(1);
    }
  };

  private static final int PAIR = 2;

  private final int rank;

  SizeInputs(int rank) {
    this.rank = rank;
  }

  abstract List<Integer> values(PixelSize picture);

  private String inputName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether boxes come out in pixels of the picture whose size is told. */
  boolean scalesBoxes() {
    return rank == PAIR;
  }

  /** The names of all of them, for messages. */
  static List<String> names() {
    return List.of(values()).stream().map(SizeInputs::inputName).toList();
  }

  /** Which of them an input is, by name, type and shape; absent for any other. */
  static Optional<SizeInputs> of(Port port) {
    return List.of(values()).stream()
        .filter(input -> input.inputName().equals(port.name()))
        .filter(input -> input.fits(port))
        .findFirst();
  }

  private boolean fits(Port port) {
    if (!ConstantInput.isOfNumbers(port.elementType()) || !port.partialShape().rankKnown()) {
      return false;
    }
    List<Dimension> dimensions = port.partialShape().dimensions();
    return dimensions.size() == rank
        && mayBe(dimensions.getFirst(), 1)
        && (!scalesBoxes() || mayBe(dimensions.getLast(), PAIR));
  }

  private static boolean mayBe(Dimension dimension, long extent) {
    return dimension.min() <= extent && (dimension.max() < 0 || dimension.max() >= extent);
  }

  /**
   * Its values for a picture.
   *
   * @param index of the input
   * @param picture the size of the model's picture
   */
  ConstantInput constant(int index, Port port, PixelSize picture) {
    List<Long> usual =
        scalesBoxes()
            ? List.of(1L, (long) PAIR)
            : List.of(1L, (long) picture.height(), (long) picture.width());
    List<Long> shape = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      Dimension dimension = port.partialShape().dimensions().get(i);
      shape.add(dimension.isDynamic() ? usual.get(i) : Long.valueOf(dimension.min()));
    }
    return new ConstantInput(index, port.name(), port.elementType(), shape, values(picture));
  }
}
