package sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  @Test
  void traceparent_isThatOfTheSpecification_andReadBack() {
    TraceContext context = new TraceContext(TRACE, SPAN);

    assertThat(context.traceparent()).isEqualTo("00-" + TRACE + "-" + SPAN + "-01");
    assertThat(TraceContext.parse(context.traceparent())).contains(context);
  }

  @Test
  void identities_areOfTheFormWanted_andDiffer() {
    assertThat(Stream.generate(TraceContext::random).limit(1000))
        .allSatisfy(each -> assertThat(TraceContext.parse(each.traceparent())).contains(each))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"
      })
  void whatIsNoTraceparent_isNone(String text) {
    assertThat(TraceContext.parse(text)).isEmpty();
  }
}
