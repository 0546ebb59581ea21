package sluice.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  private enum Plain {
    ALL_WELL
  }

  private enum Named {
    ONE;

    public String wireName() {
      return "number-one";
    }
  }

  private record Inner(int widthPx, Optional<String> note) {}

  private record Outer(
      @JsonField(hidden = true) String secret,
      Plain plain,
      @JsonField(unwrapped = true) Optional<Inner> inner,
      @JsonField(decimals = 3) double fpsIn,
      double exact,
      Duration uptime,
      Instant at,
      OptionalInt few,
      OptionalLong many,
      OptionalDouble share,
      @JsonField(omitEmpty = true) String text,
      @JsonField(omitEmpty = true) List<Inner> rows,
      Map<Named, Long> counts) {}

  private static Outer outer(Optional<Inner> inner, OptionalInt few, String text) {
    return new Outer(
        "hidden",
        Plain.ALL_WELL,
        inner,
        1.23456,
        1.23456,
        Duration.ofMillis(1_234).plusNanos(999),
        Instant.parse("2026-01-01T00:00:00Z"),
        few,
        OptionalLong.empty(),
        OptionalDouble.of(0.5),
        text,
        List.of(),
        new EnumMap<>(Map.of(Named.ONE, 7L)));
  }

  @Test
  void membersAreTheComponentsInTheirOrder() {
    assertThat(
            JsonText.of(outer(Optional.of(new Inner(3, Optional.of("n"))), OptionalInt.of(2), "t")))
        .isEqualTo(
            """
            {"plain":"all-well","width-px":3,"note":"n","fps-in":1.235,"exact":1.23456,\
            "uptime-seconds":1.234,"at":"2026-01-01T00:00:00Z","few":2,"share":0.5,"text":"t",\
            "counts":{"number-one":7}}\
            """);
  }

  @Test
  void whatIsAbsentIsLeftOut() {
    assertThat(JsonText.of(outer(Optional.empty(), OptionalInt.empty(), "")))
        .startsWith("{\"plain\":\"all-well\",\"fps-in\"")
        .contains("00Z\",\"share\":0.5,\"counts\"");
  }

  @Test
  void snakeCaseConcernsNamesAndNoValues() {
    assertThat(JsonText.of(outer(Optional.empty(), OptionalInt.empty(), ""), Naming.SNAKE))
        .contains("\"plain\":\"all-well\"", "\"fps_in\"", "\"uptime_seconds\"")
        .contains("{\"number_one\":7}");
  }

  @Test
  void nullsOfMapsAndListsStay() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("b", null);
    map.put("a", Arrays.asList(1, 2L, 0.5, null, true, new BigDecimal("1.50"), Path.of("x/y")));
    map.put("bytes", new byte[] {1, 2, 3});
    assertThat(JsonText.of(map))
        .isEqualTo("{\"b\":null,\"a\":[1,2,0.5,null,true,1.50,\"x/y\"],\"bytes\":\"AQID\"}");
  }

  @Test
  void numbersThatAreNotFiniteStayWhatTheyWere() {
    assertThat(JsonText.of(Map.of("a", Double.NaN))).isEqualTo("{\"a\":\"NaN\"}");
  }

  @Test
  void indentedTextEndsWithALineFeed() {
    assertThat(JsonText.indented(new Inner(1, Optional.empty()), Naming.SNAKE).lines())
        .containsExactly("{", "  \"width_px\" : 1", "}");
  }

  @Test
  void otherTypesAreRefused() {
    assertThatThrownBy(() -> JsonText.of(new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
  }

  @Test
  void rounding_decidesHowNumbersAreWritten() {
    Map<String, Double> numbers = Map.of("a", 98.76);

    assertThat(JsonText.indented(numbers, Naming.SNAKE, value -> Math.rint(value)))
        .isEqualTo("{\n  \"a\" : 99.0\n}\n");
    assertThat(JsonText.indented(numbers, Naming.SNAKE, value -> new BigDecimal("98.760")))
        .isEqualTo("{\n  \"a\" : 98.760\n}\n");
  }

  private record Found(
      @JsonField(nullable = true) Optional<String> path, float confidence, float top) {}

  @Test
  void nullableMembersAreNullWhereTheyAreEmpty() {
    assertThat(JsonText.of(new Found(Optional.empty(), 0.87f, Float.NaN)))
        .isEqualTo("{\"path\":null,\"confidence\":0.87,\"top\":null}");
    assertThat(JsonText.of(new Found(Optional.of("a"), 1, 1))).contains("\"path\":\"a\"");
  }
}
