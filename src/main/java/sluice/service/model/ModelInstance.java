package sluice.service.model;

import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/** One compiled model of a host, and who uses it. For one thread. */
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

  /** By their ids: who got them. */
  Map<Long, ActorRef<ModelEvent>> leases() {
    return leases;
  }
}
