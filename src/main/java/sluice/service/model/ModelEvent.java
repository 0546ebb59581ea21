package sluice.service.model;

/** What a stream hears of the model that it asked for. */
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
