package sluice.http.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.http.routing.BadBodyException;

class LiveMessageTest {

  @Test
  void liveMessages_areAllParsed() {
    assertThat(LiveMessage.read("{\"type\":\"hello\",\"ticket\":\"abc\"}"))
        .isEqualTo(new LiveMessage.Hello("abc"));
    assertThat(LiveMessage.read("{\"stream\":\"lobby\",\"type\":\"shown\"}"))
        .isEqualTo(new LiveMessage.Shown("lobby"));
    assertThat(LiveMessage.read("{\"type\":\"taken\",\"stream\":\"lobby\",\"number\":7}"))
        .isEqualTo(new LiveMessage.Taken("lobby", 7));
    assertThat(LiveMessage.read("{\"type\":\"watch\",\"pictures\":{},\"videos\":[\"b\",\"a\"]}"))
        .isEqualTo(
            new LiveMessage.Watch(
                Map.of(), Set.of("a", "b"), Optional.of(Set.of()), Optional.empty()));
    assertThat(LiveMessage.read(" {\"type\":\"alive\"} ")).isEqualTo(new LiveMessage.Alive());
    assertThat(
            LiveMessage.read(
                "{\"type\":\"watch\",\"pictures\":{\"lobby\":320,\"dock\":1280},\"events\":[\"lobby\"]}"))
        .isEqualTo(
            new LiveMessage.Watch(
                Map.of("lobby", 320, "dock", 1280),
                Set.of(),
                Optional.of(Set.of("lobby")),
                Optional.empty()));
  }

  @Test
  void watchMessage_selectsEventsOfSomeAllOrNoStreams() {
    String start = "{\"type\":\"watch\",\"pictures\":{}";
    assertThat(LiveMessage.read(start + "}"))
        .isEqualTo(
            new LiveMessage.Watch(Map.of(), Set.of(), Optional.of(Set.of()), Optional.empty()));
    assertThat(LiveMessage.read(start + ",\"events\":[]}"))
        .isEqualTo(
            new LiveMessage.Watch(Map.of(), Set.of(), Optional.of(Set.of()), Optional.empty()));
    assertThat(LiveMessage.read(start + ",\"events\":\"all\"}"))
        .isEqualTo(new LiveMessage.Watch(Map.of(), Set.of(), Optional.empty(), Optional.empty()));
    assertThat(LiveMessage.read(start + ",\"events\":\"all\",\"types\":[\"event\",\"zone\"]}"))
        .isEqualTo(
            new LiveMessage.Watch(
                Map.of(), Set.of(), Optional.empty(), Optional.of(Set.of("event", "zone"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "{}",
        "{\"type\":\"hello\"}",
        "{\"type\":\"hello\",\"ticket\":7}",
        "{\"type\":\"hello\",\"ticket\":\"a\"} {}",
        "{\"type\":\"hello\",\"type\":\"hello\",\"ticket\":\"a\"}",
        "{\"type\":\"shown\",\"stream\":\"../x\"}",
        "{\"type\":\"shown\",\"stream\":null}",
        "{\"type\":\"watch\"}",
        "{\"type\":\"watch\",\"pictures\":[]}",
        "{\"type\":\"watch\",\"pictures\":{\"a\":321}}",
        "{\"type\":\"watch\",\"pictures\":{\"a\":\"320\"}}",
        "{\"type\":\"watch\",\"pictures\":{\"a\":32000000000000}}",
        "{\"type\":\"watch\",\"pictures\":{\"a b\":320}}",
        "{\"type\":\"watch\",\"pictures\":{},\"events\":\"some\"}",
        "{\"type\":\"watch\",\"pictures\":{},\"events\":[7]}",
        "{\"type\":\"watch\",\"pictures\":{},\"events\":[\"a\"",
        "{\"type\":\"watch\",\"pictures\":{},\"evnets\":[]}",
        "{\"type\":\"watch\",\"pictures\":{},\"types\":\"event\"}",
        "{\"type\":\"watch\",\"pictures\":{},\"types\":[7]}",
        "{\"type\":\"watch\",\"pictures\":{},\"videos\":\"all\"}",
        "{\"type\":\"watch\",\"pictures\":{},\"videos\":[\"../x\"]}",
        "{\"type\":\"taken\",\"stream\":\"a\"}",
        "{\"type\":\"taken\",\"stream\":\"a\",\"number\":1.5}",
        "{\"type\":\"taken\",\"stream\":\"a\",\"number\":99999999999999999999}",
      })
  void malformedLiveMessage_isRefused(String text) {
    assertThatThrownBy(() -> LiveMessage.read(text)).isInstanceOf(BadBodyException.class);
  }

  @Test
  void watchOfTooManyPictures_isRefused() {
    assertThat(LiveMessage.read(watch(LiveMessage.MOST_PICTURES)))
        .isInstanceOf(LiveMessage.Watch.class);
    assertThatThrownBy(() -> LiveMessage.read(watch(LiveMessage.MOST_PICTURES + 1)))
        .isInstanceOf(BadBodyException.class);
  }

  @Test
  void watchOfTooManyVideos_isRefused() {
    assertThat(LiveMessage.read(videos(LiveMessage.MOST_VIDEOS)))
        .isInstanceOf(LiveMessage.Watch.class);
    assertThatThrownBy(() -> LiveMessage.read(videos(LiveMessage.MOST_VIDEOS + 1)))
        .isInstanceOf(BadBodyException.class);
  }

  private static String videos(int count) {
    String all =
        IntStream.range(0, count).mapToObj("\"s%d\""::formatted).collect(Collectors.joining(","));
    return "{\"type\":\"watch\",\"pictures\":{},\"videos\":[" + all + "]}";
  }

  private static String watch(int pictures) {
    String all =
        IntStream.range(0, pictures)
            .mapToObj(i -> "\"s%d\":320".formatted(i))
            .collect(Collectors.joining(","));
    return "{\"type\":\"watch\",\"pictures\":{" + all + "}}";
  }
}
