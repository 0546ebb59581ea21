package sluice.stage.postprocess.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.stage.postprocess.Reading.classes;
import static sluice.stage.postprocess.Reading.output;
import static sluice.stage.postprocess.Reading.settings;

import org.junit.jupiter.api.Test;
import sluice.core.Classification;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.ReadingSettings;

class ClassificationPostprocessorTest {
  private static final OutputSpec FOUR = output("prob", 1, 4);
  private static final float NAN = Float.NaN;
  private static final float INFINITE = Float.POSITIVE_INFINITY;

  @Test
  void probabilities_areTakenAsTheyAre() {
    assertThat(classes(settings(.15f), FOUR, .1f, .2f, .5f, .2f))
        .containsExactly(
            new Classification(2, "c2", .5f),
            new Classification(1, "c1", .2f),
            new Classification(3, "c3", .2f));
  }

  @Test
  void scoresThatDoNotSumUpToOne_goThroughSoftmax() {
    float three = (float) Math.log(3);

    assertThat(classes(settings(.2f), FOUR, 0, three, 2 * three, 0))
        .containsExactly(
            new Classification(2, "c2", 9 / 14f), new Classification(1, "c1", 3 / 14f));
  }

  @Test
  void scoresFromZeroToOne_areProbabilitiesOnlyIfTheySumUpToOne() {
    assertThat(classes(settings(.2f), FOUR, 1, 1, 1, 1))
        .extracting(Classification::confidence)
        .containsExactly(.25f, .25f, .25f, .25f);
    assertThat(classes(settings(.2f), FOUR, .99f, 0, 0, 0))
        .containsExactly(new Classification(0, "c0", .99f));
  }

  @Test
  void noMoreThanTheTop_areTold() {
    ReadingSettings two = new ReadingSettings(0, .45f, 2, false, id -> "c" + id);

    assertThat(classes(two, output("prob", 1, 4, 1, 1), .1f, .2f, .3f, .4f))
        .extracting(Classification::labelId)
        .containsExactly(3, 2);
    assertThat(classes(two, FOUR, .4f, .3f, .2f, .1f))
        .extracting(Classification::labelId)
        .containsExactly(0, 1);
  }

  @Test
  void severalLabels_haveTheSigmoidOfTheirScore_asManyAsReachTheThreshold() {
    ReadingSettings many = new ReadingSettings(.5f, .45f, 1, true, id -> "c" + id);
    float three = (float) Math.log(3);

    assertThat(classes(many, FOUR, three, -three, 0, NAN))
        .containsExactly(new Classification(0, "c0", .75f), new Classification(2, "c2", .5f));
    assertThat(classes(many, FOUR, .7f, .1f, .1f, .1f))
        .as("what would be probabilities of one label")
        .hasSize(4);
    assertThat(classes(many, FOUR, 1e30f, -1e30f, -1, -1))
        .containsExactly(new Classification(0, "c0", 1));
  }

  @Test
  void greatScores_doNotOverflow() {
    assertThat(classes(settings(.5f), FOUR, 1e30f, -1e30f, 0, 5))
        .containsExactly(new Classification(0, "c0", 1));
  }

  @Test
  void brokenScores_areLeftOut() {
    assertThat(classes(settings(0), FOUR, NAN, 3, INFINITE, -INFINITE))
        .containsExactly(new Classification(1, "c1", 1));
    assertThat(classes(settings(0), FOUR, NAN, NAN, NAN, NAN)).isEmpty();
  }
}
