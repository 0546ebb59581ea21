package sluice.service.stream;

import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import sluice.core.SourceInfo;
import sluice.service.model.ModelEvent;
import sluice.service.model.ModelRegistry;

/**
 * Subscriptions of one stream to its models at the registry.
 *
 * @param registry leases the models
 * @param events where it answers
 */
record ModelSubscriptions(ActorRef<ModelRegistry.Command> registry, ActorRef<ModelEvent> events) {

  /**
   * Requests the models of all slots; before the source is open only to have them compiled
   * meanwhile.
   */
  void request(StreamSpec spec, @Nullable SourceInfo source) {
    spec.models()
        .forEach(
            (slot, model) ->
                registry.tell(new ModelRegistry.Subscribe(spec.id(), slot, model, source, events)));
  }

  /** Leaves the slots that the stream doesn't have any more. */
  void leaveRemovedSlots(StreamSpec before, StreamSpec now) {
    before.models().keySet().stream()
        .filter(slot -> !now.models().containsKey(slot))
        .forEach(slot -> registry.tell(new ModelRegistry.UnsubscribeSlot(now.id(), slot)));
  }

  /** The stream uses no model any more. */
  void leave(StreamSpec spec) {
    registry.tell(new ModelRegistry.Unsubscribe(spec.id()));
  }
}
