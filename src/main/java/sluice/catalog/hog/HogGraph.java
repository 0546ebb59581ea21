package sluice.catalog.hog;

import java.util.ArrayList;
import java.util.List;

/** Builder of the detector's graph, for one input size. */
final class HogGraph {
  private final Ops ops;
  private final HogParameters parameters;
  private final Coefficients coefficients = Coefficients.read();

  private HogGraph(Ops ops, HogParameters parameters) {
    this.ops = ops;
    this.parameters = parameters;
  }

  /**
   * The detector.
   *
   * <p>Input {@code image}, [1, 3, height, width]: blue, green, red from 0 to 255. Output {@code
   * detection_out}, see {@link Boxes}.
   */
  static IrGraph detector(InputSize size, HogParameters parameters) {
    IrGraph graph = new IrGraph(HogModel.NAME);
    HogGraph hog = new HogGraph(new Ops(graph), parameters);
    hog.result(hog.boxes(size, hog.image(size)));
    return graph;
  }

  /**
   * Only the scores of the windows at the input's own scale, bias included: [1, 1, windows down,
   * windows across]. What OpenCV computes can be compared with it.
   */
  static IrGraph scores(InputSize size, HogParameters parameters) {
    IrGraph graph = new IrGraph(HogModel.NAME + "-scores");
    HogGraph hog = new HogGraph(new Ops(graph), parameters);
    PyramidLevel level = PyramidLevel.of(size).getFirst();
    Value scores = hog.scores(level, hog.image(size));
    hog.result(hog.ops.add(scores, hog.ops.scalar(hog.coefficients.bias())));
    return graph;
  }

  private Value image(InputSize size) {
    return ops.graph()
        .layer("Parameter", 1)
        .with("shape", "1,3," + size.height() + "," + size.width())
        .with("element_type", IrType.F32.element())
        .named("image")
        .gives(IrType.F32);
  }

  private void result(Value value) {
    ops.graph().layer("Result", 1).from(value).gives(value.type(), 0);
  }

  private Value boxes(InputSize size, Value image) {
    List<PyramidLevel> levels = PyramidLevel.of(size);
    List<Value> scores = new ArrayList<>();
    for (PyramidLevel level : levels) {
      Value flat = ops.reshape(scores(level, scaled(level, image)), 1, level.windows());
      scores.add(ops.add(flat, ops.scalar(coefficients.bias() + Confidence.offset(level, size))));
    }
    return Boxes.of(ops, levels, Confidence.of(ops, ops.concatenate(1, scores)));
  }

  private Value scaled(PyramidLevel level, Value image) {
    return level.scale() == 1 ? image : ops.resize(image, level.height(), level.width());
  }

  private Value scores(PyramidLevel level, Value image) {
    Gradient gradient = Gradient.of(ops, canvas(level, image), parameters);
    Value shares = SoftBins.of(ops, level, gradient, Angle.of(ops, gradient), parameters);
    Value blocks = L2Hys.of(ops, BlockHistogram.of(ops, level, shares, parameters));
    return Svm.of(ops, blocks, coefficients);
  }

  /**
   * The canvas and one pixel more on each side, for the gradient: colours as separate pictures,
   * which keeps OpenVINO's layout planar.
   */
  private Value canvas(PyramidLevel level, Value image) {
    Value planes = ops.reshape(image, 3, 1, level.height(), level.width());
    return ops.reflect(
        planes, level.top() + 1, level.bottom() + 1, level.left() + 1, level.right() + 1);
  }
}
