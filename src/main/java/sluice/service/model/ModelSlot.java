package sluice.service.model;

/**
 * Slot of a stream: the role that a model has in its graph. A stream has one model in each of its
 * slots, and a lease for each. The same model may be in several slots, of one stream or of many.
 *
 * @param name distinguishes the slots of a stream
 */
public record ModelSlot(String name) {
  /** The model that works on whole frames. Each stream has one. */
  public static final ModelSlot DETECTION = new ModelSlot("detection");

  private static final String CLASSIFICATION = "classification by ";

  /** The slot of a model that is asked of objects, by the name of its configuration. */
  public static ModelSlot classification(String model) {
    return new ModelSlot(CLASSIFICATION + model);
  }

  /** Whether its model is asked of objects now and then, beside the one that works on frames. */
  boolean isBesideAnother() {
    return name.startsWith(CLASSIFICATION);
  }
}
