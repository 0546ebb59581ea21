package sluice.service.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
  private final Map<String, Wish> wishes = new LinkedHashMap<>();

  /** By the identity of what they compile. */
  private final Map<String, ActorRef<ModelHost.Command>> hosts = new LinkedHashMap<>();

  /** All that have not ended, also those that only finish their last frames. */
  private final List<ActorRef<ModelHost.Command>> alive = new ArrayList<>();

  private Map<String, ModelConfig> models = new HashMap<>();
  private long asked;
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
   * A stream wants a model: it gets a lease each time that it asks, and whenever another generation
   * takes over.
   *
   * @param source what it reads; null before it is open: the model is made ready meanwhile, where
   *     it doesn't depend on the source
   */
  public record Subscribe(
      String user, String model, @Nullable SourceInfo source, ActorRef<ModelEvent> replyTo)
      implements Command {}

  /** A stream wants no model any more. */
  public record Unsubscribe(String user) implements Command {}

  private record Resolved(String user, long asked, ModelUse use) implements Command {}

  private record Unresolved(String user, long asked, Throwable failure) implements Command {}

  private record HostEnded(ActorRef<ModelHost.Command> host) implements Command {}

  /**
   * What a stream wants.
   *
   * @param asked distinguishes answers to the latest request from those to earlier ones
   * @param identity of the model that it is subscribed to; null while that is being found out,
   *     {@link #NONE} where it can't be
   */
  private record Wish(Subscribe subscribe, long asked, @Nullable String identity) {}

  private ModelRegistry(ActorContext<Command> context, RecoveryConfig recovery, ModelPorts ports) {
    super(context);
    this.recovery = recovery;
    this.ports = ports;
  }

  /** An empty registry. */
  public static Behavior<Command> create(RecoveryConfig recovery, ModelPorts ports) {
    return Behaviors.setup(context -> new ModelRegistry(context, recovery, ports));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Apply.class, this::onApply)
        .onMessage(Subscribe.class, this::onSubscribe)
        .onMessage(Unsubscribe.class, this::onUnsubscribe)
        .onMessage(Resolved.class, this::onResolved)
        .onMessage(Unresolved.class, this::onUnresolved)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onMessage(Stop.class, this::onStop)
        .onMessage(HostEnded.class, this::onHostEnded)
        .build();
  }

  private Behavior<Command> onApply(Apply apply) {
    models = new HashMap<>(apply.models());
    List.copyOf(wishes.values()).forEach(wish -> resolve(wish.subscribe(), wish.identity()));
    return this;
  }

  private Behavior<Command> onSubscribe(Subscribe subscribe) {
    ModelConfig config = models.get(subscribe.model());
    boolean tooEarly =
        config != null && subscribe.source() == null && ports.opener().needsSource(config);
    if (tooEarly) {
      return this; // what it had before stays, for it will most likely ask for the same
    }
    Wish earlier = wishes.get(subscribe.user());
    if (earlier != null) {
      leave(subscribe.user(), earlier);
    }
    resolve(subscribe, null);
    return this;
  }

  private Behavior<Command> onUnsubscribe(Unsubscribe message) {
    Wish wish = wishes.remove(message.user());
    if (wish != null) {
      leave(message.user(), wish);
      closeUnwanted();
    }
    return this;
  }

  /** Finds out, off this thread, which model is meant; until then the stream keeps what it has. */
  private void resolve(Subscribe subscribe, @Nullable String identity) {
    long number = ++asked;
    wishes.put(subscribe.user(), new Wish(subscribe, number, identity));
    ModelConfig config = models.get(subscribe.model());
    if (config == null) {
      subscribe.replyTo().tell(new ModelEvent.Missing("there is no model " + subscribe.model()));
      closeUnwanted();
      return;
    }
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(
                () -> ports.opener().use(config, subscribe.source()), ports.blocking()),
            (use, failure) ->
                use == null
                    ? new Unresolved(subscribe.user(), number, failure)
                    : new Resolved(subscribe.user(), number, use));
  }

  private Behavior<Command> onResolved(Resolved resolved) {
    Wish wish = wishes.get(resolved.user());
    if (wish == null || wish.asked() != resolved.asked()) {
      closeUnwanted();
      return this;
    }
    String identity = resolved.use().identity();
    if (!identity.equals(wish.identity())) {
      wishes.put(resolved.user(), new Wish(wish.subscribe(), wish.asked(), identity));
      host(resolved.use()).tell(new ModelHost.Join(resolved.user(), wish.subscribe().replyTo()));
      leave(resolved.user(), wish);
    }
    closeUnwanted();
    return this;
  }

  private Behavior<Command> onUnresolved(Unresolved unresolved) {
    Wish wish = wishes.get(unresolved.user());
    if (wish != null && wish.asked() == unresolved.asked()) {
      String name = "model " + wish.subscribe().model();
      String cause = Failures.message(Failures.known(name, unresolved.failure()));
      wish.subscribe().replyTo().tell(new ModelEvent.Missing(cause));
      if (wish.identity() == null) {
        wishes.put(unresolved.user(), new Wish(wish.subscribe(), wish.asked(), NONE));
      }
      closeUnwanted();
    }
    return this;
  }

  private Behavior<Command> onGetStatus(GetStatus message) {
    Aggregator.start(getContext(), alive, ModelHost.GetStatus::new, message.replyTo());
    return this;
  }

  private Behavior<Command> onStop(Stop stop) {
    stopping = stop.replyTo();
    wishes.clear();
    closeUnwanted();
    return next();
  }

  private Behavior<Command> onHostEnded(HostEnded ended) {
    alive.remove(ended.host());
    hosts.values().remove(ended.host());
    return next();
  }

  private Behavior<Command> next() {
    ActorRef<Done> asker = stopping;
    if (asker == null || !alive.isEmpty()) {
      return this;
    }
    asker.tell(Done.getInstance());
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

  private void leave(String user, Wish wish) {
    ActorRef<ModelHost.Command> host = hosts.get(wish.identity());
    if (host != null) {
      host.tell(new ModelHost.Leave(user));
    }
  }

  /**
   * Hosts without users end with their last lease. One whose stream is asking anew stays until it
   * is known what for: most often the answer is the same model.
   */
  private void closeUnwanted() {
    boolean asking =
        wishes.values().stream()
            .anyMatch(w -> w.identity() == null && models.containsKey(w.subscribe().model()));
    if (asking) {
      return;
    }
    List<String> wanted = new ArrayList<>();
    for (Wish wish : wishes.values()) {
      if (wish.identity() != null) {
        wanted.add(wish.identity());
      }
    }
    hosts
        .entrySet()
        .removeIf(
            entry -> {
              boolean unwanted = !wanted.contains(entry.getKey());
              if (unwanted) {
                entry.getValue().tell(new ModelHost.Close());
              }
              return unwanted;
            });
  }
}
