package sluice.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import sluice.service.sink.SinkCondition;
import sluice.service.sink.SinkPort;
import sluice.service.sink.SinkState;
import sluice.service.sink.SinkTestAnswer;
import sluice.stage.sink.LossCause;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.SinkTestResult;

/** A fake sink {@code hook} with what is left of a stream that is gone, and one of files. */
public final class FakeSinks implements SinkPort {
  /** What its tests answer; a test of another name is of an unknown sink. */
  volatile CompletionStage<SinkTestAnswer> answer =
      CompletableFuture.completedStage(
          new SinkTestAnswer.Done(
              new SinkTestResult(
                  List.of(new SinkFact("answer", "204")),
                  Optional.empty(),
                  Duration.ofMillis(40))));

  @Override
  public CompletionStage<List<SinkState>> all() {
    return CompletableFuture.completedStage(List.of(hook(), files()));
  }

  /** A sink with a far side that doesn't answer. */
  public static SinkState hook() {
    SinkCondition gone =
        SinkCondition.of(
            new SinkHealth(
                false,
                5,
                Map.of(LossCause.EXPIRED, 2L),
                Optional.of("no connection to http://127.0.0.1:9"),
                new SinkHealth.Backlog(
                    3, 900, Optional.of(Instant.parse("2026-01-01T00:00:00Z")))));
    return new SinkState(
        "hook",
        "webhook",
        "http://127.0.0.1:9",
        true,
        gone,
        0.5,
        4,
        List.of(new SinkState.Part("gone", false, gone)));
  }

  private static SinkState files() {
    SinkCondition lobby = SinkCondition.of(SinkHealth.ofWritten(20));
    return new SinkState(
        "files",
        "json-lines",
        "{stream}.jsonl",
        false,
        lobby,
        0,
        0,
        List.of(new SinkState.Part("lobby", true, lobby)));
  }

  @Override
  public CompletionStage<SinkTestAnswer> test(String name) {
    return name.equals("hook")
        ? answer
        : CompletableFuture.completedStage(new SinkTestAnswer.Unknown());
  }
}
