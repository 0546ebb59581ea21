package sluice.service.model;

/** Event that a stream gets about the model that it requested. */
public sealed interface ModelEvent {

  /** It may be used. Also comes when another generation replaces the one in use. */
  record Ready(ModelLease lease) implements ModelEvent {}

  /**
   * It can't be used for now; it is being tried again. Leases that are not in use are to be given
   * back.
   *
   * @param cause why, in one line
   */
  record Missing(String cause) implements ModelEvent {}
}
