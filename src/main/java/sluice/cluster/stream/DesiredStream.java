package sluice.cluster.stream;

import java.util.OptionalDouble;
import java.util.Set;

/**
 * A stream that is to run somewhere.
 *
 * @param spec text of its settings, for {@link LocalStreams#run}
 * @param version rises with every change of text or pause
 * @param paused whether it rests at its node, whose capacity it keeps
 * @param expected what it is taken to weigh until it was measured, in units of capacity
 * @param placement what it wants of its node
 */
public record DesiredStream(
    String id, String spec, long version, boolean paused, double expected, Wishes placement) {

  /**
   * What a stream wants of its node.
   *
   * @param weight in units of capacity; empty where it is measured
   * @param needs labels without which a node doesn't suit
   * @param prefers labels of nodes that come first
   * @param avoids labels of nodes that come last
   * @param priority a higher one takes the place of lower ones
   */
  public record Wishes(
      OptionalDouble weight,
      Set<String> needs,
      Set<String> prefers,
      Set<String> avoids,
      int priority) {
    /** None: any node, measured weight, priority 0. */
    public static final Wishes NONE =
        new Wishes(OptionalDouble.empty(), Set.of(), Set.of(), Set.of(), 0);

    /** Keeps its own copies. */
    public Wishes {
      needs = Set.copyOf(needs);
      prefers = Set.copyOf(prefers);
      avoids = Set.copyOf(avoids);
    }
  }
}
