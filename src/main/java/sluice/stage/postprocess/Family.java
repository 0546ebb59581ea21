package sluice.stage.postprocess;

import java.util.List;
import java.util.OptionalLong;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;

/**
 * A family of models as one object, the plug-in interface of this package: its facts, which outputs
 * could be of it, how they are read, and its rows of the documentation. Each family has a folder of
 * its own below this one; it takes effect by its line in the list of {@code app.ModelFamilies}.
 * Implementations are without state; any thread may use them.
 */
public interface Family {

  /** Its identity and what is known of it besides its code. */
  ModelFamily facts();

  /**
   * Whether outputs could be of this family, judged by shapes and names alone; asked when no one
   * has named a family. A family should say no where its shape is another family's without doubt.
   *
   * @param input the model's input, whose size decides how many boxes a grid has
   */
  boolean fits(InputSpec input, List<OutputSpec> outputs);

  /**
   * Whether outputs could be of this family where the maker has written its {@linkplain
   * ModelFamily#task task}. That is asked instead of {@link #fits} then; a family whose outputs
   * look like another one's says yes to more here.
   */
  default boolean fitsWithTask(InputSpec input, List<OutputSpec> outputs) {
    return fits(input, outputs);
  }

  /**
   * How many classes outputs have that fit this family.
   *
   * @return absent where classes are numbered in the outputs, not lined up
   */
  OptionalLong classCount(List<OutputSpec> outputs);

  /**
   * The reader for a model's outputs; also asked, without {@link #fits}, where the family was
   * named.
   *
   * @param input the model's input; some families give boxes in its pixels
   * @throws sluice.core.SluiceException of code MODEL when the outputs can't be this family's
   */
  Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings);

  /** Its rows in the tables of src/docs/families.md. */
  FamilyDocs docs();
}
