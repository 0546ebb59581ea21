package sluice.service.query;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import sluice.service.Guardian;
import sluice.service.model.ModelRegistry;
import sluice.service.model.ModelStatus;
import sluice.service.stream.StreamManager;
import sluice.service.stream.StreamStatus;

/** Queries to the actors. A missing answer fails its stage with a timeout. */
public record ServiceQueries(ActorSystem<?> system, Guardian.Parts parts) implements Statuses {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Override
  public CompletionStage<List<StreamStatus>> streams() {
    return askStreams(StreamManager.ListStatus::new);
  }

  @Override
  public CompletionStage<Optional<StreamStatus>> stream(String id) {
    return askStreams(replyTo -> new StreamManager.GetStatus(id, replyTo));
  }

  @Override
  public CompletionStage<List<ModelStatus>> models() {
    return AskPattern.ask(
        parts.models(), ModelRegistry.GetStatus::new, PATIENCE, system.scheduler());
  }

  private <T> CompletionStage<T> askStreams(Function<ActorRef<T>, StreamManager.Command> question) {
    return AskPattern.ask(parts.streams(), question::apply, PATIENCE, system.scheduler());
  }
}
