package sluice.service.model;

import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/** One compiled instance of a host's model, and its leases. For one thread. */
final class ModelInstance {
  private final int number;
  private final OpenModel model;
  private final Map<Long, ActorRef<ModelEvent>> leases = new HashMap<>();

  ModelInstance(int number, OpenModel model) {
    this.number = number;
    this.model = model;
  }

  int number() {
    return number;
  }

  OpenModel model() {
    return model;
  }

  /** The holders of the leases, by lease id. */
  Map<Long, ActorRef<ModelEvent>> leases() {
    return leases;
  }
}
