package sluice.http.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import sluice.service.model.ModelStatus;
import sluice.service.query.Statuses;
import sluice.service.stream.StreamStatus;

/** The status of a job's inputs; none of its models. */
public record JobStatuses(Supplier<List<StreamStatus>> inputs) implements Statuses {
  @Override
  public CompletionStage<List<StreamStatus>> streams() {
    return CompletableFuture.completedStage(inputs.get());
  }

  @Override
  public CompletionStage<Optional<StreamStatus>> stream(String id) {
    return CompletableFuture.completedStage(
        inputs.get().stream().filter(status -> status.id().equals(id)).findFirst());
  }

  @Override
  public CompletionStage<List<ModelStatus>> models() {
    return CompletableFuture.completedStage(List.of());
  }
}
