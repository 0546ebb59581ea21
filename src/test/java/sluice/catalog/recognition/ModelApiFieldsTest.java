package sluice.catalog.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.model.Resize;

/** Fields of Model API and of converters that change what other fields mean. */
class ModelApiFieldsTest {

  private static ModelMetadata note(String... pairs) {
    Map<String, String> metadata = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      metadata.put(pairs[i], pairs[i + 1]);
    }
    return ModelMetadata.read(metadata);
  }

  private static ModelMetadata fields(String pairs) {
    Map<String, String> metadata = new HashMap<>();
    for (String pair : pairs.split(";", -1)) {
      String[] parts = pair.split("=", 2);
      metadata.put("model_info/" + parts[0].strip(), parts[1].strip());
    }
    return ModelMetadata.read(metadata);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # fields | mean of the first colour | its scale, of 0 to 255
          mean_values=0.5 0.4 0.3;scale_values=0.2 0.2 0.2;intensity_mode=scale_to_unit | 127.5 | 51
          mean_values=0.5;intensity_mode=scale_to_unit;intensity_max_value=255.0 | 127.5 | 255
          mean_values=0.5;intensity_mode=scale_to_unit;intensity_max_value=510 | 255 | 510
          intensity_mode=scale_to_unit                        | 0     | 255
          mean_values=;scale_values=;intensity_mode=scale_to_unit | 0 | 255
          mean_values=7;scale_values=2;intensity_mode=none    | 7     | 2
          mean_values=0.5;scale_values=0.5;intensity_mode=window;intensity_window_center=128;intensity_window_width=256 | 128 | 128
          mean_values=0;intensity_mode=window;intensity_window_center=127.5;intensity_window_width=455 | -100 | 455
          mean_values=0.5;intensity_mode=range_scale;intensity_scale_factor=2;intensity_min_value=0;intensity_max_value=510 | 127.5 | 255
          """)
  void colours_areMappedToZeroToOne_beforeMeanAndScale(String pairs, float mean, float scale) {
    ModelMetadata note = fields(pairs);

    assertThat(note.refused()).isEmpty();
    assertThat(note.mean().getFirst()).isCloseTo(mean, Offset.offset(1e-3f));
    assertThat(note.scale().getFirst()).isCloseTo(scale, Offset.offset(1e-3f));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          intensity_mode=percentile                                   | intensity_mode percentile
          intensity_mode=of another kind                              | intensity_mode of another kind
          intensity_mode=scale_to_unit;intensity_max_value=100        | intensity_mode scale_to_unit
          intensity_mode=window                                       | intensity_mode window
          intensity_mode=window;intensity_window_center=100;intensity_window_width=50 | intensity_mode window
          intensity_mode=range_scale;intensity_max_value=100          | intensity_mode range_scale
          intensity_mode=range_scale;intensity_scale_factor=0;intensity_max_value=255 | intensity_mode range_scale
          intensity_mode=scale_to_unit;input_dtype=u16;intensity_max_value=65535 | input_dtype u16
          """)
  void coloursThatWouldBeCutOff_areRefused(String pairs, String named) {
    assertThat(fields(pairs).refused()).contains(named);
  }

  @Test
  void normalizationThatIsWrittenAsNone_isNone() {
    assertThat(fields("mean_values=;scale_values=").isNormalised()).isTrue();
    assertThat(fields("mean_values=;scale_values=").scale()).containsOnly(1f);
    assertThat(fields("resize_type=standard").isNormalised()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          255.0                          | 255
          image[255.0]                   | 255
          0[255.0]                       | 255
          'data(255,255,255)'            | 255
          'in[58.395,57.12,57.375]'      | 58.395
          [255]                          | 255
          """)
  void conversionParameters_tellWhatIsInTheGraph(String text, float scale) {
    for (String place : List.of("conversion_parameters/", "cli_parameters/")) {
      GraphPreprocessing graph =
          note(place + "scale_values", text, place + "reverse_input_channels", "True").inGraph();

      assertThat(graph.scale()).hasSize(3).first().isEqualTo(scale);
      assertThat(graph.mean()).isEmpty();
      assertThat(graph.reversed()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"()", "None", "[]", "''"})
  void conversionParametersOfNothing_areNothing(String text) {
    ModelMetadata note =
        note("cli_parameters/mean_values", text, "cli_parameters/scale_values", text);

    assertThat(note.inGraph()).isEqualTo(ModelMetadata.NONE.inGraph());
    assertThat(note.inGraph()).hasToString("");
  }

  @Test
  void whatIsInTheGraph_isNotAppliedAgain_whereItIsWrittenTwice() {
    ModelMetadata note =
        note(
            "conversion_parameters/mean_values", "data[1,2,3]",
            "conversion_parameters/scale", "4",
            "model_info/mean_values", "1 2 3",
            "model_info/scale_values", "4 4 4");

    assertThat(note.isNormalised()).isFalse();
    assertThat(note.inGraph()).hasToString("mean 1 2 3, scale 4");
    assertThat(note("conversion_parameters/scale", "255", "model_info/scale_values", "2").scale())
        .as("another one, which comes before that of the graph")
        .containsOnly(2f);
  }

  @Test
  void fieldsThatCouldChangeResults_areTold() {
    assertThat(
            fields(
                    "tile_size=400; agnostic_nms=False; label_ids=1 2; soft_threshold=;"
                        + " blur_strength=-1; model_type=ssd")
                .unused())
        .containsExactly("tile_size 400");
    assertThat(fields("new_field=" + "x".repeat(99)).unused())
        .containsExactly("new_field " + "x".repeat(40) + "…");
    assertThat(note("model_info new_field", "a\n b").unused()).containsExactly("new_field a b");
  }

  @ParameterizedTest
  @CsvSource({
    "resize_type, zoom",
    "mean_values, 1 2",
    "scale_values, 1 0 1",
    "pad_value, 300",
    "iou_threshold, x",
    "task_type, of another kind"
  })
  void fieldsWithValuesThatAreNotUnderstood_areTold(String name, String value) {
    assertThat(note("model_info/" + name, value).unused()).containsExactly(name + " " + value);
  }

  @Test
  void fieldsThatAreUsed_areNotTold() {
    ModelMetadata note =
        fields("resize_type=crop; multilabel=True; topk=; hierarchical=False; task_type=detection");

    assertThat(note.unused()).isEmpty();
    assertThat(note.resize()).contains(Resize.CROP);
    assertThat(note.multiLabel()).isTrue();
    assertThat(note.task()).contains("detect");
    assertThat(fields("hierarchical=True").task()).contains("hierarchical classification");
  }
}
