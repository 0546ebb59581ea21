package sluice.cluster.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import sluice.cluster.Terms;
import sluice.cluster.stream.PlacementView.StreamPlace;

/**
 * Where streams are, as this node was told last. It stays when the placer is gone. Read by any
 * number of threads; updates come from one thread at a time.
 */
public final class PlacementDirectory {
  private final List<Consumer<PlacementView>> listeners = new CopyOnWriteArrayList<>();
  private volatile PlacementView view = PlacementView.EMPTY;
  private long number;

  /** What is known; empty before a placer has told it. */
  public PlacementView view() {
    return view;
  }

  /** The weight of a stream as it was measured; empty where it wasn't. */
  public OptionalDouble weight(String stream) {
    StreamPlace place = view.streams().get(stream);
    return place == null ? OptionalDouble.empty() : place.weight();
  }

  /**
   * Has each change told.
   *
   * @param listener called by the thread of an actor; must not block, nor throw
   */
  public void listen(Consumer<PlacementView> listener) {
    listeners.add(listener);
  }

  /**
   * Takes an update over. One of a placer before is passed over.
   *
   * @return false where updates before it are missing: all has to be told again
   */
  boolean take(PlacementUpdate update) {
    if (Terms.of(update.epoch()) < Terms.of(view.epoch())) {
      return true;
    }
    boolean anew = update.previous() == 0;
    boolean follows =
        Terms.of(update.epoch()) == Terms.of(view.epoch()) && update.previous() == number;
    if (!anew && !follows) {
      return false;
    }
    Map<String, StreamPlace> streams = anew ? new HashMap<>() : new HashMap<>(view.streams());
    streams.keySet().removeAll(update.removed());
    streams.putAll(update.changed());
    number = update.number();
    PlacementView changed = new PlacementView(update.epoch(), streams, update.nodes());
    view = changed;
    listeners.forEach(listener -> listener.accept(changed));
    return true;
  }
}
