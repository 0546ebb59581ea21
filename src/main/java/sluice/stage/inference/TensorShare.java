package sluice.stage.inference;

/** What one holder may lease of a {@link TensorPool}. Thread-safe. */
interface TensorShare extends AutoCloseable {

  /**
   * Makes sure that the holder's next frame finds its sets, where there are so many. What is
   * promised is kept until it is leased or the share is closed; asking again promises no more.
   *
   * @return false where sets are missing, or the share is closed
   */
  boolean promise();

  /**
   * Leases a set, of what was promised if anything was; the one used last comes first, for it is
   * warm. May make it, which takes a while.
   *
   * @throws IllegalStateException when nothing was promised and nothing is left: more is leased
   *     than the holder may have, or the share was given back, from when on nothing is promised; or
   *     when the pool is closed
   */
  TensorLease lease();

  /** Leases of this share that are open now. */
  int open();

  /** Whether the holder has to give sets back before anything can be promised. */
  boolean isFull();

  /** Takes a set back. For the lease alone. */
  void giveBack(TensorMemory memory);

  /** Gives the share back; each set that is leased follows when it is. Once is enough. */
  @Override
  void close();
}
