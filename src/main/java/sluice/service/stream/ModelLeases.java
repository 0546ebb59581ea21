package sluice.service.stream;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.service.model.ModelLease;
import sluice.service.model.ModelSlot;
import sluice.service.model.OpenModel;
import sluice.service.model.SlotModels;

/**
 * The model leases of one run, by slot. The run is attached to all of its models together, once
 * each slot has a lease. For one thread.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A lease has one or more holders: it is <em>pending</em> here, or it belongs to one or more
 *       <em>attachments</em> of the run. When the last holder is gone it is returned, once.
 *   <li>An attachment holds one lease for each slot of the settings it was made with, from the call
 *       of {@link ActiveRun#attach} until the stage which that returned completes, or until that
 *       call throws.
 *   <li>An attachment takes all pending leases. For a slot without one it shares the lease of the
 *       attachment before, if the slot's model is the same and hasn't been reported missing since.
 *       Where neither is to be had the run stays as it is and the leases stay pending.
 *   <li>An attachment that completes without a successor means that the run is over: its leases
 *       can't be shared any more, and what is pending is returned.
 *   <li>Pending leases are returned when they are replaced, when their model is reported missing,
 *       when models are requested anew, and when the run is being ended.
 * </ul>
 */
final class ModelLeases {
  private final ActiveRun run;
  private final Map<ModelSlot, SharedLease> pending = new LinkedHashMap<>();

  /** Why slots have no model, until they get a lease. */
  private final Map<ModelSlot, String> missing = new LinkedHashMap<>();

  private Map<ModelSlot, SharedLease> attached = Map.of();
  private @Nullable StreamSpec attachedAs;

  /** No leases yet. */
  ModelLeases(ActiveRun run) {
    this.run = run;
  }

  /**
   * Takes a lease over and attaches the run, if that is what was missing. A lease of the instance
   * that the run works with already, with the same settings, is returned.
   *
   * @param slot of the stream as it is set now
   * @param spec the stream as it is set now
   * @return whether the run has been attached
   * @throws RuntimeException when the run can't work with these models; the leases of the new
   *     attachment are returned then
   */
  boolean add(ModelSlot slot, ModelLease lease, StreamSpec spec) {
    missing.remove(slot);
    releasePending(slot);
    SharedLease current = attached.get(slot);
    if (current != null && current.isOfSameInstance(lease) && spec.equals(attachedAs)) {
      lease.release();
    } else {
      pending.put(slot, new SharedLease(lease));
    }
    return !pending.isEmpty() && isComplete(spec) && attach(spec);
  }

  /** The model of a slot can't be used for now. */
  void miss(ModelSlot slot, String cause) {
    missing.put(slot, cause);
    releasePending(slot);
  }

  /**
   * Models are requested anew: what is pending is of earlier requests, perhaps for other models.
   */
  void renew(StreamSpec spec) {
    releasePending();
    missing.keySet().retainAll(spec.models().keySet());
  }

  /** Why the run is not attached: the cause of the first slot whose model is missing. */
  Optional<String> missing() {
    return missing.values().stream().findFirst();
  }

  /** The lease that the run works with in a slot. */
  Optional<ModelLease> attached(ModelSlot slot) {
    return Optional.ofNullable(attached.get(slot)).map(SharedLease::lease);
  }

  /** The devices that execute the models, each once, separated by commas. */
  String devices() {
    return attached.values().stream()
        .flatMap(lease -> Stream.of(lease.lease().model().facts().devices().split(",", -1)))
        .distinct()
        .collect(Collectors.joining(","));
  }

  /** Returns the leases that no attachment has. */
  void releasePending() {
    List<SharedLease> unused = List.copyOf(pending.values());
    pending.clear();
    release(unused);
  }

  private void releasePending(ModelSlot slot) {
    SharedLease unused = pending.remove(slot);
    if (unused != null) {
      unused.release();
    }
  }

  private boolean isComplete(StreamSpec spec) {
    return spec.models().keySet().stream()
        .allMatch(slot -> pending.containsKey(slot) || isShareable(slot, spec));
  }

  private boolean isShareable(ModelSlot slot, StreamSpec spec) {
    StreamSpec before = attachedAs;
    return before != null
        && attached.containsKey(slot)
        && !missing.containsKey(slot)
        && Objects.equals(spec.models().get(slot), before.models().get(slot));
  }

  private boolean attach(StreamSpec spec) {
    Map<ModelSlot, SharedLease> leases = new LinkedHashMap<>();
    for (ModelSlot slot : spec.models().keySet()) {
      SharedLease lease = pending.remove(slot);
      if (lease == null) {
        lease = attached.get(slot);
        if (lease == null || !lease.retain()) {
          release(leases.values()); // the run is over
          releasePending();
          return false;
        }
      }
      leases.put(slot, lease);
    }
    try {
      run.attach(models(leases), spec).thenRun(() -> release(leases.values()));
    } catch (RuntimeException failure) {
      release(leases.values());
      throw failure;
    }
    attached = leases;
    attachedAs = spec;
    return true;
  }

  private static SlotModels models(Map<ModelSlot, SharedLease> leases) {
    SequencedMap<ModelSlot, OpenModel> models = new LinkedHashMap<>();
    leases.forEach((slot, lease) -> models.put(slot, lease.lease().model()));
    return new SlotModels(models);
  }

  private static void release(Collection<SharedLease> leases) {
    leases.forEach(SharedLease::release);
  }
}
