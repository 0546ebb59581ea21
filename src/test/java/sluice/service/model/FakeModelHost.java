package sluice.service.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Fake host of a model that issues leases and counts how often each is returned. */
public final class FakeModelHost {
  private final ActorRef<ModelHost.Command> ref;
  private final OpenModel model;
  private final AtomicLong issued = new AtomicLong();
  private final Map<Long, Integer> returns = new ConcurrentHashMap<>();
  private final List<Integer> reports = new CopyOnWriteArrayList<>();

  public FakeModelHost(ActorTestKit kit, OpenModel model) {
    this.model = model;
    ref = kit.spawn(Behaviors.receiveMessage(this::on));
  }

  private Behavior<ModelHost.Command> on(ModelHost.Command message) {
    switch (message) {
      case ModelHost.Release(long id) -> returns.merge(id, 1, Integer::sum);
      case ModelHost.Report(int generation, String _) -> reports.add(generation);
      default -> throw new AssertionError(message);
    }
    return Behaviors.same();
  }

  public OpenModel model() {
    return model;
  }

  /** A new lease; ids count from 1. */
  public ModelLease lease(int generation) {
    return new ModelLease(issued.incrementAndGet(), generation, model, ref);
  }

  /** How many leases were issued. */
  public long issued() {
    return issued.get();
  }

  /** How often each lease was returned, by its id; leases that are still held are not there. */
  public Map<Long, Integer> returns() {
    return new TreeMap<>(returns);
  }

  /** The generations whose device was reported to have failed. */
  public List<Integer> reports() {
    return List.copyOf(reports);
  }
}
