package sluice.stage.sink.json;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import sluice.core.Attribute;
import sluice.core.Box;
import sluice.core.Classification;
import sluice.core.Detection;
import sluice.core.Direction;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.ObjectState;
import sluice.core.ObjectState.LineCrossing;
import sluice.core.ObjectState.ZoneStay;
import sluice.core.Predictions;
import sluice.core.TestPicture;
import sluice.core.TraceContext;
import sluice.core.Trail;
import sluice.stage.sink.Results;
import sluice.stage.sink.SinkItem;

class DetectionJsonTest {
  private final DetectionJson line = new DetectionJson("rtsp://***@cam/1");

  @Test
  void jsonLine_hasDocumentedMembersAndUnits() {
    Detection person = Results.person(0.75f, 0.25f, 0.5f, 0.5f, 1f);
    assertThat(make(Results.withoutPicture(64, 48, 3, person)))
        .isEqualTo(
            """
            {"frame_id":3,"timestamp":120000000,"system_timestamp":"2026-11-20T08:15:30.120Z",\
            "source":"rtsp://***@cam/1","resolution":{"width":64,"height":48},\
            "objects":[{"x":16,"w":16,"y":24,"h":24,"roi_type":"person","detection":{"bounding_box":\
            {"x_min":0.25,"x_max":0.5,"y_min":0.5,"y_max":1.0},"confidence":0.75,"label_id":1,"label":"person"}}],\
            "timings_ms":{"decode":1.235,"preprocess":0.0,"request_wait":0.0,"inference":10.0,\
            "postprocess":0.0,"end_to_end":0.0}}
            """);
  }

  @Test
  void jsonLine_namesTheTraceOfItsFrame_whereItIsTraced() {
    TraceContext trace = TraceContext.random();
    try (FrameResult result = Results.of(new FrameLedger(), TestPicture.bgr24(64, 48), 3, 0)) {
      result.frame().trace(trace);
      try (SinkItem item = SinkItem.of(result, false);
          SinkItem share = item.share()) {
        assertThat(make(share))
            .contains("\"objects\":[],\"trace_id\":\"" + trace.traceId() + "\",\"timings_ms\"");
      }
    }
    assertThat(make(Results.withoutPicture(64, 48, 3))).doesNotContain("trace_id");
  }

  @Test
  void jsonLine_listsClassesOfThePicture_besideObjects() {
    assertThat(
            make(
                Results.classified(
                    64,
                    48,
                    7,
                    new Classification(281, "tabby", 0.75f),
                    new Classification(3, "3", Float.NaN))))
        .contains(
            "\"objects\":[],\"classification\":[{\"confidence\":0.75,\"label_id\":281,\"label\":\"tabby\"},"
                + "{\"confidence\":null,\"label_id\":3,\"label\":\"3\"}],\"timings_ms\"");
  }

  @Test
  void attributes_areMembersByTheirName() throws Exception {
    List<Attribute> attributes =
        List.of(new Attribute("color", 3, "red", 0.75f), new Attribute("has_hat", 0, "no", 0.5f));

    assertThat(make(Results.predicted(64, 48, 0, Predictions.ofAttributes(attributes))))
        .contains(
            "\"objects\":[],\"attributes\":{"
                + "\"color\":{\"confidence\":0.75,\"label_id\":3,\"label\":\"red\"},"
                + "\"has_hat\":{\"confidence\":0.5,\"label_id\":0,\"label\":\"no\"}},"
                + "\"timings_ms\"");
    assertThat(make(Results.withoutPicture(64, 48, 0))).doesNotContain("attributes");
  }

  @Test
  void whatIsKnownOfAnObject_isToldByTheNamesOfDlStreamer_inLinesAndEvents() {
    ObjectState object =
        new ObjectState(
            7,
            true,
            List.of(new ZoneStay("shop", Duration.ofMillis(12_345)), new ZoneStay("b", ZERO)),
            List.of(
                new LineCrossing("gate", Direction.IN), new LineCrossing("door", Direction.OUT)),
            List.of(new Attribute("color", 3, "red", 0.75f), new Attribute("id", 0, "no", 0.5f)),
            Trail.NONE);
    String members =
        ",\"label\":\"person\"},\"id\":7,\"zone_violations\":[\"shop\",\"b\"],"
            + "\"dwell_times\":[{\"zone_id\":\"shop\",\"dwell_time_sec\":12.345},"
            + "{\"zone_id\":\"b\",\"dwell_time_sec\":0.0}],"
            + "\"tripwire_crossings\":[{\"tripwire_id\":\"gate\",\"direction\":-1},"
            + "{\"tripwire_id\":\"door\",\"direction\":1}],\"stationary\":true,"
            + "\"color\":{\"confidence\":0.75,\"label_id\":3,\"label\":\"red\"},"
            + "\"attribute_id\":{\"confidence\":0.5,\"label_id\":0,\"label\":\"no\"}}]";
    Detection person = Results.person(0.75f, 0.25f, 0.5f, 0.5f, 1f).withObject(object);

    assertThat(make(Results.withoutPicture(64, 48, 3, person))).contains(members);
    try (FrameResult result =
        Results.of(new FrameLedger(), TestPicture.bgr24(64, 48), 3, 0, person)) {
      assertThat(DetectionJson.event("people", result)).contains(members);
    }
  }

  @Test
  void anObjectOfWhichNothingElseIsKnown_hasItsNumberOnly() {
    Detection person = Results.person(0.75f, 0, 0, 1, 1).withObject(ObjectState.of(3));

    assertThat(make(Results.withoutPicture(64, 48, 3, person)))
        .contains("\"label\":\"person\"},\"id\":3}],\"timings_ms\"");
  }

  @Test
  void jsonLine_hasEmptyObjectList_withoutDetections() throws Exception {
    JsonNode json = parse(make(Results.withoutPicture(64, 48, 0)));
    assertThat(json.get("objects").isArray()).isTrue();
    assertThat(json.get("objects").size()).isZero();
  }

  @Test
  void boxes_areClampedToThePicture() throws Exception {
    Detection outside = Results.person(0.9f, -0.5f, 0.2f, 1.5f, 0.1f);
    JsonNode object =
        parse(make(Results.withoutPicture(100, 50, 0, outside))).get("objects").get(0);
    assertThat(object.get("x").asInt()).isZero();
    assertThat(object.get("w").asInt()).isEqualTo(100);
    assertThat(object.get("h").asInt()).isZero();
    assertThat(object.get("detection").get("bounding_box").get("x_min").asDouble()).isZero();
    assertThat(object.get("detection").get("bounding_box").get("x_max").asDouble()).isEqualTo(1);
  }

  @Test
  void nonFiniteNumbers_areWrittenAsNull() throws Exception {
    Detection broken =
        Results.person(Float.NaN, Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 1f);
    String made = make(Results.withoutPicture(100, 50, 0, broken));
    assertThat(made).doesNotContain("NaN", "Infinity");
    JsonNode object = parse(made).get("objects").get(0);
    assertThat(object.get("x").isNull()).isTrue();
    assertThat(object.get("w").isNull()).isTrue();
    assertThat(object.get("h").asInt()).isEqualTo(50);
    assertThat(object.get("detection").get("confidence").isNull()).isTrue();
  }

  @Test
  void jsonLine_isIndependentOfLocale() {
    SinkItem item =
        Results.withoutPicture(64, 48, 1234567, Results.person(0.7f, 0.1f, 0.2f, 0.3f, 0.4f));
    String usual = make(item);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(make(item)).isEqualTo(usual);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void labelText_isEscaped() throws Exception {
    Detection odd =
        new Detection(2, "two\nlines \"ünï\u2028\uD83D\uDE00\\", 0.5f, new Box(0, 0, 1, 1));
    String made = make(Results.withoutPicture(64, 48, 0, odd));
    assertThat(made.lines()).hasSize(1);
    assertThat(made.chars().filter(c -> c == '\n').count()).isOne();
    assertThat(parse(made).get("objects").get(0).get("roi_type").asText()).isEqualTo(odd.label());
  }

  @Test
  void jsonLine_isComplete_afterLongerLine() throws Exception {
    Detection[] many = new Detection[500];
    Arrays.fill(many, Results.person(0.123456f, 0.1f, 0.2f, 0.3f, 0.4f));
    assertThat(parse(make(Results.withoutPicture(64, 48, 0, many))).get("objects").size())
        .isEqualTo(500);
    assertThat(make(Results.withoutPicture(64, 48, 1)))
        .startsWith("{\"frame_id\":1,")
        .endsWith("}\n");
  }

  private String make(SinkItem item) {
    line.makeLine(item);
    return new String(line.array(), 0, line.length(), StandardCharsets.UTF_8);
  }

  private static JsonNode parse(String json) throws Exception {
    return new ObjectMapper().readTree(json);
  }
}
