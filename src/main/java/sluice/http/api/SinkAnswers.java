package sluice.http.api;

import java.util.List;
import java.util.Optional;
import sluice.json.JsonField;
import sluice.service.sink.SinkState;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.SinkTestResult;

/** The answers that tell of sinks. */
public final class SinkAnswers {
  private SinkAnswers() {}

  /** A sink. */
  public record Sink(
      @JsonField(unwrapped = true) SinkState state,
      @JsonField(description = "streams that are set to use it, whether they run or not")
          List<String> usedBy) {

    /** Keeps a copy of the list. */
    public Sink {
      usedBy = List.copyOf(usedBy);
    }
  }

  /** What a test saw. */
  public record Test(
      @JsonField(description = "whether results would reach it") boolean fine,
      @JsonField(description = "what was seen, in the order in which it is shown") List<Fact> facts,
      @JsonField(description = "what failed and what to do; where all is well there is none")
          Optional<String> failure,
      @JsonField(description = "how long it took, in milliseconds") long tookMs) {

    /** Keeps a copy of the list. */
    public Test {
      facts = List.copyOf(facts);
    }

    static Test of(SinkTestResult result) {
      return new Test(
          result.isFine(),
          result.facts().stream().map(Fact::of).toList(),
          result.failure(),
          result.took().toMillis());
    }
  }

  /** Something that a test saw. */
  public record Fact(
      @JsonField(description = "what it is") String name,
      @JsonField(description = "what it was") String value) {
    private static Fact of(SinkFact fact) {
      return new Fact(fact.name(), fact.value());
    }
  }
}
