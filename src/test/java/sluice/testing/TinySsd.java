package sluice.testing;

import java.nio.file.Path;
import java.util.List;
import sluice.core.Box;
import sluice.openvino.IrGraph;

/**
 * Single-shot detectors whose confidences encode the picture's brightness and colours, so that
 * every result can be checked against what was drawn. Input f32 [1, 3, 64, 64]; output [1, 1, 5, 7]
 * with the rows {@link #LEFT}, {@link #RIGHT_RED} and {@link #TOP}, a row that ends the list, and
 * one after the end that must not be read.
 */
public final class TinySsd {
  /** Label of the row whose confidence is the mean brightness of the middle of the left half. */
  public static final int LEFT = 0;

  /**
   * Label of the row whose confidence is the mean red of the middle of the right half, where the
   * model takes blue first.
   */
  public static final int RIGHT_RED = 1;

  /** Label of the row whose confidence is the mean brightness of the uppermost eighth. */
  public static final int TOP = 2;

  /** Where the model sees what it names {@link #LEFT}, whatever the picture. */
  public static final Box LEFT_BOX = new Box(0.125f, 0.25f, 0.375f, 0.75f);

  /** Where it sees {@link #RIGHT_RED}. */
  public static final Box RIGHT_BOX = new Box(0.625f, 0.25f, 0.875f, 0.75f);

  /**
   * The confidence of {@link #LEFT} from which on the {@linkplain #failing failing} model fails.
   */
  static final float BRIGHT = 167f / 255f;

  private static final Box TOP_BOX = new Box(0f, 0f, 1f, 0.125f);
  private static final int SIDE = 64;
  private static final int PIXELS = SIDE * SIDE;
  private static final int VALUES = 3 * PIXELS;
  private static final int RED = 2;
  private static final int ROW = 7;
  private static final int ROWS = 5;
  private static final int CONFIDENCE = 2;
  private static final String MATRICES = "transpose_a=\"%s\" transpose_b=\"false\"";
  private static final String EXACT = "special_zero=\"false\"";
  private static final String NUMPY = "auto_broadcast=\"numpy\"";

  private final IrGraph graph;
  private final IrGraph.Node flat;

  private TinySsd(String name) {
    graph = new IrGraph(name);
    IrGraph.Node picture = graph.parameter("picture", "f32", 1, 3, SIDE, SIDE);
    flat = reshape("flat", picture, 1, VALUES);
  }

  /** A detector. */
  public static Path write(Path folder) {
    TinySsd model = new TinySsd("tiny-ssd");
    return model.end(model.rows(), folder);
  }

  /** A detector that is kept busy by so many products of matrices, some hundred wide. */
  public static Path slow(Path folder, int products) {
    return slow(folder, products, SIDE);
  }

  /** A detector whose inference takes far more than a tenth of a second on any processor. */
  public static Path verySlow(Path folder) {
    return slow(folder, 400, 12);
  }

  private static Path slow(Path folder, int products, int rows) {
    TinySsd model = new TinySsd("slow-ssd");
    IrGraph.Node tall = model.reshape("tall", model.flat, rows, VALUES / rows);
    int side = VALUES / rows;
    IrGraph.Node matrix = model.product("square", "true", tall, tall, side);
    for (int i = 0; i < products; i++) {
      matrix = model.product("power" + i, "false", matrix, matrix, side);
    }
    model.graph.result(matrix);
    return model.end(model.rows(), folder);
  }

  /**
   * A detector whose inference fails where {@link #LEFT} is above {@link #BRIGHT}: the picture is
   * reshaped to a shape that then has not as many elements, and the greatest of them becomes part
   * of the result, by hardly anything.
   */
  public static Path failing(Path folder) {
    TinySsd model = new TinySsd("failing-ssd");
    IrGraph graph = model.graph;
    IrGraph.Node rows = model.rows();
    float[] weights = new float[VALUES];
    region(weights, 1, 0, new int[] {0, 1, 2}, LEFT_BOX, 1f / BRIGHT);
    IrGraph.Node bright = model.product("bright", weights, 1);
    IrGraph.Node step = graph.node("step", "Floor", "", List.of(bright), 1, 1);
    IrGraph.Node sides = graph.floats("sides", new float[] {3 * SIDE, SIDE}, 1, 2);
    IrGraph.Node sum = graph.node("sum", "Add", NUMPY, List.of(sides, step), 1, 2);
    IrGraph.Node whole = graph.convert("whole", sum, "i64", 1, 2);
    IrGraph.Node shape =
        graph.node("shape", "Reshape", EXACT, List.of(whole, graph.longs("two", 2)), 2);
    IrGraph.Node list = graph.node("list", "Reshape", EXACT, List.of(model.flat, shape), -1, -1);
    IrGraph.Node axes = graph.longs("axes", 0, 1);
    IrGraph.Node most =
        graph.node("most", "ReduceMax", "keep_dims=\"true\"", List.of(list, axes), 1, 1);
    IrGraph.Node hardly =
        graph.floats("hardly", new float[] {1e-20f}, 1); // 0 would be optimized away
    IrGraph.Node nothing = graph.node("nothing", "Multiply", NUMPY, List.of(most, hardly), 1, 1);
    return model.end(
        graph.node("same", "Add", NUMPY, List.of(rows, nothing), 1, ROWS * ROW), folder);
  }

  private IrGraph.Node rows() {
    float[] weights = new float[VALUES * ROWS * ROW];
    float[] constants = new float[ROWS * ROW];
    int[] all = {0, 1, RED};
    row(constants, 0, LEFT, LEFT_BOX);
    region(weights, ROWS * ROW, CONFIDENCE, all, LEFT_BOX, 1f);
    row(constants, 1, RIGHT_RED, RIGHT_BOX);
    region(weights, ROWS * ROW, ROW + CONFIDENCE, new int[] {RED}, RIGHT_BOX, 1f);
    row(constants, 2, TOP, TOP_BOX);
    region(weights, ROWS * ROW, 2 * ROW + CONFIDENCE, all, TOP_BOX, 1f);
    row(constants, 3, 0, TOP_BOX);
    constants[3 * ROW] = -1;
    row(constants, 4, 0, TOP_BOX);
    constants[4 * ROW + CONFIDENCE] = 0.99f;
    IrGraph.Node means = product("means", weights, ROWS * ROW);
    IrGraph.Node added = graph.floats("constants", constants, 1, ROWS * ROW);
    return graph.node("rows", "Add", NUMPY, List.of(means, added), 1, ROWS * ROW);
  }

  private static void row(float[] constants, int row, int label, Box box) {
    int at = row * ROW;
    constants[at + 1] = label;
    constants[at + 3] = box.xMin();
    constants[at + 4] = box.yMin();
    constants[at + 5] = box.xMax();
    constants[at + 6] = box.yMax();
  }

  /** Makes a column of a matrix give the mean of a box in some channels, 255 as {@code scale}. */
  private static void region(
      float[] weights, int columns, int column, int[] channels, Box box, float scale) {
    int left = Math.round(box.xMin() * SIDE);
    int top = Math.round(box.yMin() * SIDE);
    int right = Math.round(box.xMax() * SIDE);
    int bottom = Math.round(box.yMax() * SIDE);
    float weight = scale / 255f / ((right - left) * (bottom - top) * channels.length);
    for (int channel : channels) {
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          weights[(channel * PIXELS + y * SIDE + x) * columns + column] = weight;
        }
      }
    }
  }

  private IrGraph.Node product(String name, float[] weights, int columns) {
    IrGraph.Node matrix = graph.floats(name + "-weights", weights, VALUES, columns);
    return graph.node(
        name, "MatMul", MATRICES.formatted("false"), List.of(flat, matrix), 1, columns);
  }

  private IrGraph.Node product(
      String name, String transposed, IrGraph.Node a, IrGraph.Node b, int side) {
    return graph.node(name, "MatMul", MATRICES.formatted(transposed), List.of(a, b), side, side);
  }

  private IrGraph.Node reshape(String name, IrGraph.Node from, int rows, int columns) {
    IrGraph.Node shape = graph.longs(name + "-shape", rows, columns);
    return graph.node(name, "Reshape", EXACT, List.of(from, shape), rows, columns);
  }

  private Path end(IrGraph.Node rows, Path folder) {
    IrGraph.Node shape = graph.longs("end-shape", 1, 1, ROWS, ROW);
    graph.result(graph.node("detections", "Reshape", EXACT, List.of(rows, shape), 1, 1, ROWS, ROW));
    return graph.write(folder);
  }
}
