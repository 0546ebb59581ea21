package sluice.service.model;

/** Event that a stream gets about a model that it subscribed to. */
public sealed interface ModelEvent {

  /** The slot that the model was requested for. */
  ModelSlot slot();

  /**
   * The model's configured name, as it was requested: an event of another name than the slot has
   * now answers an earlier subscription.
   */
  String model();

  /** It may be used. Also comes when another generation replaces the one in use. */
  record Ready(ModelSlot slot, String model, ModelLease lease) implements ModelEvent {}

  /**
   * It can't be used for now; it is being tried again. Leases that are not in use are to be
   * returned.
   *
   * @param cause why, in one line
   */
  record Missing(ModelSlot slot, String model, String cause) implements ModelEvent {

    /** The cause with the model's name, for a stream of several models. */
    public String causeWithModel() {
      String name = "model " + model;
      return cause.startsWith(name) ? cause : name + ": " + cause;
    }
  }
}
