package sluice.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import sluice.config.Problem;
import sluice.config.StreamConfig;

/**
 * The streams as they are set: those of the file and those that were added through the API. A
 * change has been kept, and given to the service, when its stage completes: from then on {@link
 * #list} shows it. Changes may be asked for at the same time; the store puts them in an order. A
 * change that can't be kept fails its stage with a {@link sluice.core.SluiceException}.
 * Thread-safe.
 */
public interface StreamStore {

  /** All streams: those of the file in its order, then the others in the order they came in. */
  List<Stored> list();

  /** The stream of that name. */
  default Optional<Stored> find(String id) {
    return list().stream().filter(stream -> stream.config().id().equals(id)).findFirst();
  }

  /** Adds a stream; as {@link sluice.config.StreamJson#create} reads it. */
  CompletionStage<Outcome> create(String json);

  /** Gives a stream other settings; as {@link sluice.config.StreamJson#replace} reads them. */
  CompletionStage<Outcome> replace(String id, String json);

  /** Changes some settings; as {@link sluice.config.StreamJson#patch} reads them. */
  CompletionStage<Outcome> patch(String id, String json);

  /** Ends a stream and forgets it. */
  CompletionStage<Outcome> remove(String id);

  /** Lets a stream rest, also after a restart of the service; streams of the file too. */
  CompletionStage<Outcome> pause(String id);

  /** Lets a stream go on; streams of the file too. */
  CompletionStage<Outcome> resume(String id);

  /**
   * A stream of the store.
   *
   * @param config how it is set
   * @param file where the configuration says so, as {@code FILE:LINE}; absent for streams that were
   *     added through the API
   */
  record Stored(StreamConfig config, Optional<String> file) {}

  /** What came of a change. */
  sealed interface Outcome {

    /**
     * It is done.
     *
     * @param stream as it is now; as it was, where it was removed
     */
    record Done(Stored stream) implements Outcome {}

    /** There is no stream of that name. */
    record Unknown() implements Outcome {}

    /** A new stream has the name of one that is there. */
    record Exists(String id) implements Outcome {}

    /**
     * The stream belongs to the configuration's file.
     *
     * @param where {@code FILE:LINE}
     */
    record OfFile(String where) implements Outcome {}

    /**
     * The settings can't be used.
     *
     * @param problems all that is wrong with them
     */
    record Invalid(List<Problem> problems) implements Outcome {
      /** Keeps its own copy of the list. */
      public Invalid {
        problems = List.copyOf(problems);
      }
    }

    /**
     * There are as many streams as there may be.
     *
     * @param most how many that is
     */
    record Full(int most) implements Outcome {}
  }
}
