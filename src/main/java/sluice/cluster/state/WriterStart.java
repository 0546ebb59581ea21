package sluice.cluster.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import sluice.cluster.Terms;
import sluice.cluster.state.StateReplicator.Outcome;
import sluice.cluster.state.StateReplicator.Reach;

/**
 * How a writer begins: it reads from a majority what is kept, claims a term above all that it saw,
 * and looks whether the term is its own. So what a writer before it has left on fewer nodes is of a
 * lower version than everything that this one writes.
 */
final class WriterStart {
  private final StateReplicator replicator;
  private final String owner;

  /**
   * Of a writer that writes nothing yet.
   *
   * @param owner a name that no other writer has or had
   */
  WriterStart(StateReplicator replicator, String owner) {
    this.replicator = replicator;
    this.owner = owner;
  }

  /**
   * Tries once.
   *
   * @return {@link WriterCommand.NotBegun} where there is no majority, or another writer
   */
  CompletionStage<WriterCommand> begin() {
    return read()
        .thenCompose(
            records ->
                replicator
                    .read(StateKey.TERM, Reach.MAJORITY)
                    .thenCompose(term -> claim(next(term, records), records)))
        .exceptionally(_ -> new WriterCommand.NotBegun());
  }

  private CompletionStage<Map<String, StreamRecord>> read() {
    List<CompletableFuture<Optional<StreamBucket>>> buckets = new ArrayList<>();
    for (StateKey<StreamBucket> key : StateKey.STREAMS) {
      buckets.add(replicator.read(key, Reach.MAJORITY).toCompletableFuture());
    }
    return CompletableFuture.allOf(buckets.toArray(CompletableFuture[]::new))
        .thenApply(
            _ -> {
              Map<String, StreamRecord> records = new TreeMap<>();
              buckets.forEach(
                  bucket -> bucket.join().ifPresent(some -> records.putAll(some.records())));
              return records;
            });
  }

  private Term next(Optional<Term> last, Map<String, StreamRecord> records) {
    long highest = last.orElse(Term.NONE).number();
    for (StreamRecord record : records.values()) {
      highest = Math.max(highest, Terms.of(record.version()));
    }
    return new Term(highest + 1, owner);
  }

  private CompletionStage<WriterCommand> claim(Term term, Map<String, StreamRecord> records) {
    return replicator
        .write(StateKey.TERM, Term.NONE, Reach.MAJORITY, last -> (Term) last.merge(term))
        .thenCompose(
            outcome ->
                outcome == Outcome.KEPT
                    ? replicator.read(StateKey.TERM, Reach.MAJORITY)
                    : CompletableFuture.completedFuture(Optional.<Term>empty()))
        .thenApply(
            kept ->
                kept.filter(term::equals).isPresent()
                    ? new WriterCommand.Begun(term, records)
                    : new WriterCommand.NotBegun());
  }
}
