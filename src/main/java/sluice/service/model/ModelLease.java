package sluice.service.model;

import org.apache.pekko.actor.typed.ActorRef;

/**
 * Lease of one generation of a model to a stream. Its holder returns it, once.
 *
 * @param id of this lease at its host
 * @param generation counts how often the model was compiled by its host, from 1
 * @param model what may be used
 * @param host the host that issued it
 */
public record ModelLease(
    long id, int generation, OpenModel model, ActorRef<ModelHost.Command> host) {

  /** Returns the lease: nothing of it uses the model any more. From any thread. */
  public void release() {
    host.tell(new ModelHost.Release(id));
  }
}
