package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.stage.sink.json.ObjectJson;

class SceneRoutesTest extends WithTestService {
  private static final String YARD = "/api/v1/streams/yard";

  private TestService service;

  @BeforeEach
  void begin() {
    service = start(TestHttpSettings.http());
    HttpResponse<String> created =
        service.send(
            "POST",
            "/api/v1/streams",
            """
            {"id": "yard", "source": "rtsp://10.0.0.6/2",
             "lines": {"gate": {"from": [0, 0.5], "to": [1, 0.5]}, "door": {"from": [0, 0], "to": [0, 1]}},
             "zones": {"shop": {"points": [[0, 0], [1, 0], [1, 1]]}, "hall": {"points": [[0, 0], [1, 0], [1, 1]]}}}
            """);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
  }

  private static void problem(HttpResponse<String> response, int status, String type) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(TestService.json(response).get("type").asText())
        .isEqualTo("urn:sluice:problem:" + type);
  }

  @Test
  void objects_areThoseThereNow_andTheRecentOnes() {
    JsonNode objects = TestService.json(service.get(YARD + "/objects"));

    assertThat(objects.at("/now/0/id").asLong()).isEqualTo(7);
    assertThat(objects.at("/now/0/key").asText()).isEqualTo("yard-20261120T081530-7");
    assertThat(objects.at("/now/0/duration_ms").asLong()).isEqualTo(1_500);
    assertThat(objects.at("/now/0/box/x_min").asDouble()).isEqualTo(0.25);
    assertThat(objects.at("/now/0/picture").asText()).isEqualTo(YARD + "/objects/7/picture.jpg");
    assertThat(objects.at("/recent/0/snapshot").asText())
        .isEqualTo(YARD + "/objects/5/picture.jpg");
    assertThat(objects.at("/recent/0/picture").isNull()).isTrue();
    assertThat(objects.at("/recent/1/snapshot").isNull()).isTrue();
    assertThat(objects.at("/recent")).hasSize(2);
  }

  @Test
  void picture_isThere_underThePathThatObjectsHave() {
    HttpResponse<String> picture = service.get(ObjectJson.picturePath("yard", 7));
    assertThat(picture.statusCode()).isEqualTo(200);
    assertThat(picture.headers().firstValue("Content-Type")).hasValue("image/jpeg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "999", "0", "x", "-1", "99999999999999999999"})
  void unknownObject_isAProblem(String number) {
    problem(service.get(YARD + "/objects/" + number + "/picture.jpg"), 404, "no-object-picture");
  }

  @Test
  void counts_haveEveryLineAndZone() {
    assertThat(service.get(YARD + "/counts").body())
        .isEqualTo(
            """
            {"lines":{"door":{"in":{},"out":{}},"gate":{"in":{"person":6},"out":{}}},\
            "zones":{"hall":{"counts":{},"total":0,"crowded":false},\
            "shop":{"counts":{"person":2},"total":2,"crowded":true}}}\
            """);
  }

  @Test
  void reset_isOfOneLineOrAll_andGivesTheCounts() {
    HttpResponse<String> one = service.send("POST", YARD + "/counts/reset?line=gate", "");
    assertThat(one.statusCode()).as(one.body()).isEqualTo(200);
    assertThat(TestService.json(one).at("/lines/gate/in")).isEmpty();
    assertThat(service.send("POST", YARD + "/counts/reset", "").statusCode()).isEqualTo(200);
    problem(service.send("POST", YARD + "/counts/reset?line=gat", ""), 404, "unknown-line");
    assertThat(service.ports.scenes.resets).containsExactly("gate", "*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/objects", "/objects/7/picture.jpg", "/counts"})
  void unknownStream_isAProblem(String path) {
    problem(service.get("/api/v1/streams/none" + path), 404, "unknown-stream");
  }

  @Test
  void countsOfAnUnknownStream_cannotBeReset() {
    problem(service.send("POST", "/api/v1/streams/none/counts/reset", ""), 404, "unknown-stream");
    assertThat(service.ports.scenes.resets).isEmpty();
  }
}
