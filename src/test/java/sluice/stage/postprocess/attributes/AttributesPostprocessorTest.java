package sluice.stage.postprocess.attributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.stage.postprocess.Reading.output;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import sluice.app.ModelFamilies;
import sluice.core.Attribute;
import sluice.core.ErrorCode;
import sluice.core.Geometry;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.core.model.ClassifierHead;
import sluice.core.model.ClassifierHead.Activation;
import sluice.core.model.ClassifierHeads;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.FloatTensors;
import sluice.stage.postprocess.Reading;

class AttributesPostprocessorTest {
  private static final InputSpec INPUT = new InputSpec(72, 72, ChannelOrder.BGR);
  private static final float[] SCORES = {1.5f, -0.2f, 3.1f, 0.4f};

  private static ClassifierHead head(String name, Activation activation, String... labels) {
    return new ClassifierHead(
        name, name, activation, false, OptionalDouble.empty(), List.of(labels));
  }

  private static ClassifierHead several(
      Activation activation, OptionalDouble threshold, String... labels) {
    return new ClassifierHead("head", "453", activation, true, threshold, List.of(labels));
  }

  private static List<Attribute> read(
      List<ClassifierHead> heads, List<OutputSpec> outputs, float[]... floats) {
    return ModelFamilies.ALL
        .reader(
            AttributesFamily.FACTS,
            INPUT,
            outputs,
            Reading.settings(.5f).heads(new ClassifierHeads(heads)))
        .read(FloatTensors.of(floats), Geometry.STRETCH)
        .attributes();
  }

  @Test
  void eachHead_tellsItsLikeliestLabel_fromTheOutputOfItsName() {
    List<Attribute> found =
        read(
            List.of(
                head("color", Activation.NONE, "white", "red"),
                head("type", Activation.NONE, "car", "bus", "van")),
            List.of(output("type", 1, 3, 1, 1), output("more", 1, 2), output("color", 1, 2)),
            new float[] {.1f, .3f, .6f},
            new float[2],
            new float[] {.9f, .1f});

    assertThat(found)
        .containsExactly(
            new Attribute("color", 0, "white", .9f), new Attribute("type", 2, "van", .6f));
  }

  /** Model API's softmax and torch's give 0.76570547. */
  @Test
  void softmax_sharesOneProbability() {
    assertThat(
            read(
                List.of(head("kind", Activation.SOFTMAX, "a", "b", "c", "d")),
                List.of(output("kind", 1, 4)),
                SCORES))
        .containsExactly(new Attribute("kind", 2, "c", .76570547f));
  }

  /** Model API's sigmoid and torch's give 0.81757450, 0.45016602, 0.95689273 and 0.59868765. */
  @Test
  void sigmoid_tellsEachLabelWhetherItIsThere() {
    List<Attribute> found =
        read(
            List.of(several(Activation.SIGMOID, OptionalDouble.empty(), "hat", "bag", "m", "coat")),
            List.of(output("453", 1, 4, 1, 1)),
            SCORES);

    assertThat(found)
        .containsExactly(
            new Attribute("hat", 1, "yes", .8175745f),
            new Attribute("bag", 0, "no", 1 - .45016602f),
            new Attribute("m", 1, "yes", .95689273f),
            new Attribute("coat", 1, "yes", .59868765f));
  }

  @Test
  void aHeadsOwnThreshold_winsOverTheModels() {
    List<OutputSpec> outputs = List.of(output("453", 1, 2));
    float[] scores = {.4f, .7f};

    assertThat(
            read(
                List.of(several(Activation.NONE, OptionalDouble.of(.35), "hat", "bag")),
                outputs,
                scores))
        .extracting(Attribute::label)
        .containsExactly("yes", "yes");
    assertThat(
            read(
                List.of(several(Activation.NONE, OptionalDouble.of(.8), "hat", "bag")),
                outputs,
                scores))
        .extracting(Attribute::label)
        .containsExactly("no", "no");
  }

  @Test
  void unsureValues_areNotTold() {
    assertThat(
            read(
                List.of(head("color", Activation.NONE, "white", "red", "blue")),
                List.of(output("color", 1, 3)),
                new float[] {.4f, .35f, .25f}))
        .isEmpty();
  }

  @Test
  void numbersThatAreNone_areNotTold() {
    List<ClassifierHead> heads =
        List.of(
            head("color", Activation.SOFTMAX, "white", "red"),
            several(Activation.SIGMOID, OptionalDouble.empty(), "hat", "bag"));
    List<OutputSpec> outputs = List.of(output("color", 1, 2), output("453", 1, 2));

    assertThat(
            read(
                heads,
                outputs,
                new float[] {Float.NaN, Float.NaN},
                new float[] {Float.NaN, Float.POSITIVE_INFINITY}))
        .isEmpty();
    assertThat(
            read(heads, outputs, new float[] {1e38f, -1e38f}, new float[] {-1e38f, 1e38f}).stream())
        .containsExactly(
            new Attribute("color", 0, "white", 1),
            new Attribute("hat", 0, "no", 1),
            new Attribute("bag", 1, "yes", 1));
  }

  @Test
  void otherOutputs_areRefused_withWhatIsSeenAndExpected() {
    List<ClassifierHead> heads = List.of(head("color", Activation.NONE, "white", "red"));

    for (OutputSpec other : List.of(output("color", 1, 3), output("colour", 1, 2))) {
      assertThatThrownBy(() -> read(heads, List.of(other), new float[3]))
          .isInstanceOfSatisfying(
              SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
          .hasMessageContaining("'" + other.name() + "' [1, ")
          .hasMessageEndingWith(
              "(expected: 'color' [1, 2] for the head color of its manifest); correct the"
                  + " manifest's heads");
    }
  }

  @Test
  void withoutAManifest_itIsRefused() {
    assertThatThrownBy(() -> read(List.of(), List.of(output("color", 1, 3)), new float[3]))
        .hasMessageContaining("the model's heads are not described (expected: a manifest");
  }
}
