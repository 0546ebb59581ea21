package sluice.stage.postprocess.yolox;

import java.util.List;
import java.util.OptionalLong;
import sluice.core.model.ChannelOrder;
import sluice.core.model.FamilyDefaults;
import sluice.core.model.FamilyHints;
import sluice.core.model.InputNormalization;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;
import sluice.core.model.Resize;
import sluice.stage.postprocess.Family;
import sluice.stage.postprocess.FamilyDocs;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.Shapes;
import sluice.stage.postprocess.YoloTables;

/**
 * The family of YOLOX: rows of box, objectness and classes, the box relative to its cell of the
 * grid.
 */
public final class YoloxFamily implements Family {
  /** Of the borders. (Megvii-BaseDetection/YOLOX, data/data_augment.py, {@code preproc}.) */
  private static final int GREY = 114;

  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "yolox",
          "YOLOX",
          "one output [1, N, 5 + C], N as many as its grids have cells",
          false,
          FamilyDefaults.of(
                  new InputNormalization(
                      Resize.CORNER, GREY, ChannelOrder.BGR, List.of(), List.of()),
                  0.3f)
              .withSquareInput(640)
              .withIou(0.45),
          FamilyHints.ofTypes("yolox"));

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "YOLOX, exported as its `export_onnx.py` does by default",
              "[1, N, 5 + C]: box, objectness, classes; a row for each cell of grids of 8, 16 and"
                  + " 32 pixels",
              "centre from the cell's corner and logarithm of the size, in cells",
              "objectness × likeliest class",
              "suppressed here"),
          "Megvii-BaseDetection/YOLOX, `data/data_augment.py`; before its release 0.2: rgb,"
              + " ImageNet's mean and scale of 0 to 1");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return YoloxPostprocessor.fits(input, outputs);
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return OptionalLong.of(Shapes.table(outputs).getLast() - YoloTables.ROW_HEAD);
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return new YoloxPostprocessor(input, outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
