package sluice.service.query;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import sluice.service.model.ModelStatus;
import sluice.service.stream.StreamStatus;

/** Port to the current status of streams and models, queried anew each time. Thread-safe. */
public interface Statuses {

  /** All streams, in no particular order. */
  CompletionStage<List<StreamStatus>> streams();

  /** One stream; empty where there is none of that name. */
  CompletionStage<Optional<StreamStatus>> stream(String id);

  /** All models. */
  CompletionStage<List<ModelStatus>> models();
}
