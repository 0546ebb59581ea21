package sluice.service.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The models of a stream by slot, all leased. They are borrowed: valid until their leases are
 * returned.
 *
 * @param bySlot in the order of the stream's slots
 */
public record SlotModels(SequencedMap<ModelSlot, OpenModel> bySlot) {

  /** Keeps its own copy of the map. */
  public SlotModels {
    bySlot = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(bySlot));
  }

  /**
   * The model of a slot.
   *
   * @throws IllegalArgumentException when the stream has no such slot
   */
  public OpenModel get(ModelSlot slot) {
    OpenModel model = bySlot.get(slot);
    if (model == null) {
      throw new IllegalArgumentException("no model for slot " + slot.name());
    }
    return model;
  }
}
