package sluice.service.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import sluice.config.settings.ModelConfig;
import sluice.config.settings.RecoveryConfig;
import sluice.core.Failures;
import sluice.core.SourceInfo;
import sluice.service.recovery.Aggregator;
import sluice.service.recovery.Supervision;

/**
 * Actor that is the registry of the service's models. What is the same is compiled once, by a
 * {@link ModelHost}, whatever it is called; a changed file or setting is another model beside the
 * old one, which ends when its streams have moved over.
 */
public final class ModelRegistry extends AbstractBehavior<ModelRegistry.Command> {
  /** The identity of a model that could not be found. */
  private static final String NONE = "";

  private final RecoveryConfig recovery;
  private final ModelPorts ports;
  private final Map<ModelUser, Subscription> subscriptions = new LinkedHashMap<>();

  /** By the identity of what they compile. */
  private final Map<String, ActorRef<ModelHost.Command>> hosts = new LinkedHashMap<>();

  /** All hosts that have not ended, also those that only finish their last frames. */
  private final List<ActorRef<ModelHost.Command>> alive = new ArrayList<>();

  /** What is being looked up now. */
  private final Map<Lookup, CompletableFuture<ModelUse>> lookups = new HashMap<>();

  private Map<String, ModelConfig> models = new HashMap<>();
  private long requests;
  private int hostNumber;
  private @Nullable ActorRef<Done> stopping;

  /** Messages to the registry. */
  public sealed interface Command {}

  /**
   * The models by name, as configured now. Files are looked at again; what changed is compiled anew
   * for the streams that use it.
   */
  public record Apply(Map<String, ModelConfig> models) implements Command {
    /** Keeps its own copy of the map. */
    public Apply {
      models = Map.copyOf(models);
    }
  }

  /** Asks for the status of every model that is in use or being closed. */
  public record GetStatus(ActorRef<List<ModelStatus>> replyTo) implements Command {}

  /** Closes every model once its leases have come back, then answers and ends. */
  public record Stop(ActorRef<Done> replyTo) implements Command {}

  /**
   * A stream requests a model for one of its slots: it gets a lease for each request, and whenever
   * another generation takes over. Replaces the slot's earlier subscription; other slots keep
   * theirs.
   *
   * @param user the stream
   * @param model its configured name
   * @param source what the stream reads; null before it is open: the model is compiled meanwhile,
   *     where it doesn't depend on the source
   */
  public record Subscribe(
      String user,
      ModelSlot slot,
      String model,
      @Nullable SourceInfo source,
      ActorRef<ModelEvent> replyTo)
      implements Command {
    private ModelUser key() {
      return new ModelUser(user, slot);
    }

    private void sendMissing(String cause) {
      replyTo.tell(new ModelEvent.Missing(slot, model, cause));
    }
  }

  /** A stream uses no model any more, in any slot. */
  public record Unsubscribe(String user) implements Command {}

  /** A stream has one slot less; its other slots keep their subscriptions. */
  public record UnsubscribeSlot(String user, ModelSlot slot) implements Command {}

  private record Resolved(ModelUser user, long number, ModelUse use) implements Command {}

  private record Unresolved(ModelUser user, long number, Throwable failure) implements Command {}

  private record HostEnded(ActorRef<ModelHost.Command> host) implements Command {}

  /**
   * Subscription of a slot.
   *
   * @param number distinguishes answers to the latest request from those to earlier ones
   * @param identity of the model that is subscribed to; null while that is being resolved, {@link
   *     #NONE} where it can't be
   */
  private record Subscription(Subscribe request, long number, @Nullable String identity) {}

  /** A question which model is meant; the source counts where the model depends on it. */
  private record Lookup(ModelConfig config, @Nullable SourceInfo source) {}

  private ModelRegistry(ActorContext<Command> context, RecoveryConfig recovery, ModelPorts ports) {
    super(context);
    this.recovery = recovery;
    this.ports = ports;
  }

  /** An empty registry. */
  public static Behavior<Command> create(RecoveryConfig recovery, ModelPorts ports) {
    return Supervision.resuming(
        Behaviors.setup(context -> new ModelRegistry(context, recovery, ports)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Apply.class, this::onApply)
        .onMessage(Subscribe.class, this::onSubscribe)
        .onMessage(Unsubscribe.class, this::onUnsubscribe)
        .onMessage(UnsubscribeSlot.class, this::onUnsubscribeSlot)
        .onMessage(Resolved.class, this::onResolved)
        .onMessage(Unresolved.class, this::onUnresolved)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onMessage(Stop.class, this::onStop)
        .onMessage(HostEnded.class, this::onHostEnded)
        .build();
  }

  private Behavior<Command> onApply(Apply apply) {
    models = new HashMap<>(apply.models());
    lookups.clear(); // they may have seen the files as they were
    List.copyOf(subscriptions.values()).forEach(each -> resolve(each.request(), each.identity()));
    return this;
  }

  private Behavior<Command> onSubscribe(Subscribe request) {
    ModelConfig config = config(request);
    boolean tooEarly =
        config != null && request.source() == null && ports.opener().needsSource(config);
    if (tooEarly) {
      return this; // the earlier subscription stays, for most likely the same will be requested
    }
    Subscription earlier = subscriptions.get(request.key());
    if (earlier != null) {
      leave(earlier);
    }
    resolve(request, null);
    return this;
  }

  private @Nullable ModelConfig config(Subscribe request) {
    ModelConfig config = models.get(request.model());
    return config != null && request.slot().isBesideAnother() ? config.besideAnother() : config;
  }

  private Behavior<Command> onUnsubscribe(Unsubscribe message) {
    List<Subscription> ended =
        subscriptions.values().stream()
            .filter(each -> each.request().user().equals(message.user()))
            .toList();
    ended.forEach(this::end);
    if (!ended.isEmpty()) {
      closeUnused();
    }
    return this;
  }

  private Behavior<Command> onUnsubscribeSlot(UnsubscribeSlot message) {
    Subscription ended = subscriptions.get(new ModelUser(message.user(), message.slot()));
    if (ended != null) {
      end(ended);
      closeUnused();
    }
    return this;
  }

  private void end(Subscription subscription) {
    subscriptions.remove(subscription.request().key());
    leave(subscription);
  }

  /** Resolves, off this thread, which model is meant; until then the slot keeps what it has. */
  private void resolve(Subscribe request, @Nullable String identity) {
    long number = ++requests;
    subscriptions.put(request.key(), new Subscription(request, number, identity));
    ModelConfig config = config(request);
    if (config == null) {
      request.sendMissing("there is no model " + request.model());
      closeUnused();
      return;
    }
    getContext()
        .pipeToSelf(
            lookup(config, request.source()),
            (use, failure) ->
                use == null
                    ? new Unresolved(request.key(), number, failure)
                    : new Resolved(request.key(), number, use));
  }

  /** Streams that use a model alike share one look at its files. */
  private CompletionStage<ModelUse> lookup(ModelConfig config, @Nullable SourceInfo source) {
    lookups.values().removeIf(CompletableFuture::isDone);
    return lookups.computeIfAbsent(
        new Lookup(config, ports.opener().needsSource(config) ? source : null),
        asked ->
            CompletableFuture.supplyAsync(
                () -> ports.opener().use(asked.config(), asked.source()),
                ports.executors().lookups()));
  }

  private Behavior<Command> onResolved(Resolved resolved) {
    Subscription current = subscriptions.get(resolved.user());
    if (current == null || current.number() != resolved.number()) {
      closeUnused();
      return this;
    }
    String identity = resolved.use().identity();
    if (!identity.equals(current.identity())) {
      Subscribe request = current.request();
      subscriptions.put(resolved.user(), new Subscription(request, current.number(), identity));
      host(resolved.use())
          .tell(new ModelHost.Join(resolved.user(), request.model(), request.replyTo()));
      leave(current);
    }
    closeUnused();
    return this;
  }

  private Behavior<Command> onUnresolved(Unresolved unresolved) {
    Subscription current = subscriptions.get(unresolved.user());
    if (current != null && current.number() == unresolved.number()) {
      Subscribe request = current.request();
      String name = "model " + request.model();
      request.sendMissing(Failures.message(Failures.known(name, unresolved.failure())));
      if (current.identity() == null) {
        subscriptions.put(unresolved.user(), new Subscription(request, current.number(), NONE));
      }
      closeUnused();
    }
    return this;
  }

  private Behavior<Command> onGetStatus(GetStatus message) {
    Aggregator.start(getContext(), alive, ModelHost.GetStatus::new, message.replyTo());
    return this;
  }

  private Behavior<Command> onStop(Stop stop) {
    stopping = stop.replyTo();
    subscriptions.clear();
    closeUnused();
    return next();
  }

  private Behavior<Command> onHostEnded(HostEnded ended) {
    alive.remove(ended.host());
    hosts.values().remove(ended.host());
    return next();
  }

  private Behavior<Command> next() {
    ActorRef<Done> replyTo = stopping;
    if (replyTo == null || !alive.isEmpty()) {
      return this;
    }
    replyTo.tell(Done.getInstance());
    return Behaviors.stopped();
  }

  private ActorRef<ModelHost.Command> host(ModelUse use) {
    return hosts.computeIfAbsent(use.identity(), identity -> spawn(use));
  }

  private ActorRef<ModelHost.Command> spawn(ModelUse use) {
    ActorRef<ModelHost.Command> host =
        getContext().spawn(ModelHost.create(use, recovery, ports), "model-" + ++hostNumber);
    getContext().watchWith(host, new HostEnded(host));
    alive.add(host);
    return host;
  }

  private void leave(Subscription subscription) {
    ActorRef<ModelHost.Command> host = hosts.get(subscription.identity());
    if (host != null) {
      host.tell(new ModelHost.Leave(subscription.request().key()));
    }
  }

  /**
   * Hosts without users end with their last lease. While a subscription is being resolved they all
   * stay: most often the answer is the model that the slot had before.
   */
  private void closeUnused() {
    boolean resolving =
        subscriptions.values().stream()
            .anyMatch(
                each -> each.identity() == null && models.containsKey(each.request().model()));
    if (resolving) {
      return;
    }
    List<String> used = new ArrayList<>();
    for (Subscription subscription : subscriptions.values()) {
      if (subscription.identity() != null) {
        used.add(subscription.identity());
      }
    }
    hosts
        .entrySet()
        .removeIf(
            entry -> {
              boolean unused = !used.contains(entry.getKey());
              if (unused) {
                entry.getValue().tell(new ModelHost.Close());
              }
              return unused;
            });
  }
}
