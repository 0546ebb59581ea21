package sluice.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import sluice.service.ModelStatus;
import sluice.service.StreamStatus;

/** How streams and models are, asked anew each time. Thread-safe. */
interface Statuses {

  /** All streams, in no particular order. */
  CompletionStage<List<StreamStatus>> streams();

  /** One stream; empty where there is none of that name. */
  CompletionStage<Optional<StreamStatus>> stream(String id);

  /** All models. */
  CompletionStage<List<ModelStatus>> models();
}
