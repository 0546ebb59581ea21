package sluice.cluster.state;

import java.util.Comparator;
import org.apache.pekko.cluster.ddata.ReplicatedData;
import sluice.cluster.ClusterMessage;

/**
 * The term of the last writer.
 *
 * @param number higher than those of all writers before
 * @param owner names the writer, for two that claim one number at a time
 */
record Term(long number, String owner) implements ReplicatedData, ClusterMessage {
  static final Term NONE = new Term(0, "");

  private static final Comparator<Term> ORDER =
      Comparator.comparingLong(Term::number).thenComparing(Term::owner);

  /** Whether a writer of another term has begun after, or beside, the one of this. */
  boolean isOver(Term seen) {
    return ORDER.compare(seen, this) > 0;
  }

  @Override
  public ReplicatedData merge(ReplicatedData other) {
    return isOver((Term) other) ? other : this;
  }
}
