package sluice.stage.sink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is read out of the JSON of messages. */
class MessageBodyTest {
  private static MessageBody parse(String json) {
    return MessageBody.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void objects_areCountedByLabel_whateverElseTheyHave() {
    MessageBody body =
        parse(
            """
            {"id":"a","resolution":{"objects":[1]},"objects":[
              {"roi_type":"person","detection":{"roi_type":"no","label":"person"},"mask":[[1,2]]},
              {"x":1,"roi_type":"dog"},{"roi_type":"person"},{"roi_type":3}],
             "classification":[{"label":"cat"}]}\
            """);

    assertThat(body.counts()).isEqualTo(Map.of("person", 2, "dog", 1));
    assertThat(body.state()).isEmpty();
  }

  @Test
  void statesAndNames_areRead() {
    assertThat(parse("{\"state\":\"running\"}").state()).isEqualTo("running");
    assertThat(parse("{\"object\":{\"line\":\"no\"},\"line\":\"door\"}").line()).isEqualTo("door");
    assertThat(parse("{\"zone\":\"queue\",\"total\":3}").zone()).isEqualTo("queue");
  }

  @Test
  void whatIsNoSuchObject_isEmpty() {
    for (String json : new String[] {"", "[]", "{\"objects\":", "{\"objects\":3,\"state\":[]}"}) {
      assertThat(parse(json)).isEqualTo(new MessageBody(Map.of(), "", "", ""));
    }
  }
}
