package sluice.stage.sink.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.core.scene.SceneEvent;
import sluice.json.JsonText;
import sluice.json.Naming;
import sluice.testing.SceneSamples;

class SceneEventJsonTest {
  private static final String HEAD =
      "{\"stream\":\"yard\",\"timestamp\":5500000000,\"system_timestamp\":\"2026-11-20T08:15:31.620Z\",";
  private static final String BOX =
      "\"box\":{\"x_min\":0.25,\"x_max\":0.5,\"y_min\":0.5,\"y_max\":1.0}";
  private static final String OBJECT =
      """
      {"id":7,"key":"yard-20261120T081530-7","label":"person","label_id":1,"confidence":0.75,\
      "top_confidence":0.875,"box":{"x_min":0.25,"x_max":0.5,"y_min":0.5,"y_max":1.0},\
      "start":4000000000,"end":5500000000,"started_at":"2026-11-20T08:15:30.120Z",\
      "ended_at":"2026-11-20T08:15:31.620Z","duration_ms":1500,"zones":["shop"],\
      "entered_zones":["door","shop"],"stationary":true,"frames":38,\
      "snapshot":"/api/v1/streams/yard/objects/7/picture.jpg",\
      "attributes":[{"name":"has_hat","label":"no","label_id":0,"confidence":0.5}]}\
      """;

  private static String data(SceneEvent event) {
    return SceneEventJson.data("yard", event);
  }

  @Test
  void object_hasDocumentedMembersAndUnits() {
    SceneEvent start = SceneSamples.start(7, "person");

    assertThat(SceneEventJson.type(start)).isEqualTo("object");
    assertThat(data(start)).isEqualTo(HEAD + "\"phase\":\"start\",\"object\":" + OBJECT + "}");
    assertThat(data(SceneSamples.update(7, "person"))).contains("\"phase\":\"update\"");
  }

  @Test
  void end_hasItsReason() {
    assertThat(data(SceneSamples.end(7, "person")))
        .contains("\"phase\":\"end\"")
        .endsWith(",\"reason\":\"lost\"}");
  }

  @Test
  void objectWithoutPicture_hasNoPath() {
    ObjectJson object = ObjectJson.of("yard", SceneSamples.object(7, "person", false));

    assertThat(JsonText.of(object, Naming.SNAKE)).contains("\"snapshot\":null,");
  }

  @Test
  void line_tellsDirectionAndCounts() {
    SceneEvent crossed = SceneSamples.crossed("gate", Optional.of("enters"));

    assertThat(SceneEventJson.type(crossed)).isEqualTo("line");
    assertThat(data(crossed))
        .isEqualTo(
            HEAD
                + "\"line\":\"gate\",\"direction\":\"in\",\"name\":\"enters\",\"object\":{\"id\":7,\"label\":\"person\","
                + BOX
                + "},\"crossed_at\":5460000000,\"counts\":{\"in\":6,\"out\":2}}");
    assertThat(data(SceneSamples.crossed("gate", Optional.empty()))).contains("\"name\":null,");
  }

  @Test
  void zone_tellsPhaseAndDuration() {
    SceneEvent dwelled = SceneSamples.dwelled("shop");

    assertThat(SceneEventJson.type(dwelled)).isEqualTo("zone");
    assertThat(data(dwelled))
        .isEqualTo(
            HEAD
                + "\"zone\":\"shop\",\"phase\":\"dwell\",\"object\":{\"id\":7,\"label\":\"person\","
                + BOX
                + "},\"since\":4000000000,\"duration_ms\":1500}");
  }

  @Test
  void occupancy_tellsCountsByLabelInTheirOrder() {
    SceneEvent occupied = SceneSamples.occupied("shop", Map.of("person", 2, "dog", 1), true);

    assertThat(SceneEventJson.type(occupied)).isEqualTo("occupancy");
    assertThat(data(occupied))
        .isEqualTo(
            HEAD
                + "\"zone\":\"shop\",\"counts\":{\"dog\":1,\"person\":2},\"total\":3,\"crowded\":true}");
  }
}
