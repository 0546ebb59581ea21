package sluice.stage.sink.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sluice.core.SluiceException;
import sluice.core.message.Message;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.delivery.Destination;
import sluice.stage.sink.delivery.DestinationContext;
import sluice.stage.sink.delivery.Settlement;
import sluice.stage.sink.delivery.StreamProfile;

/**
 * A broker of MQTT. A connection lives until it is lost or something fails that isn't a topic's
 * own; the next call makes another one, by the same name, so that the broker drops what it has not
 * read of the one before. With each connection it says first that it is there, then what is
 * announced, then the states, and only then messages.
 */
final class MqttDestination implements Destination {
  private static final String ONLINE = "online";
  private static final String OFFLINE = "offline";
  private static final int BATCH = 256;

  private static final Settlement NOTHING_TO_SETTLE =
      new Settlement() {
        @Override
        public void acknowledged(Message message) {}

        @Override
        public void refused(Message message, String reason) {}
      };

  private final MqttSinkConfig config;
  private final DestinationContext context;
  private final MqttLimits limits;
  private final String clientId;
  private final Topics topics;
  private final Optional<HomeAssistant> homeAssistant;
  private final MessagePublications publications;
  private final MqttFailures failures;
  private final KnownNames names;
  private final StreamTable streams;
  private final SuspectMessages suspects = new SuspectMessages();
  private final LossCounter losses = new LossCounter(System::nanoTime);

  /** What is to be published on the sink's own behalf, before any message. */
  private final DuePublications due = new DuePublications();

  private final AtomicBoolean homeAssistantStarted = new AtomicBoolean();
  private String announcedDashboard = "";
  private @Nullable BrokerConnection connection;

  /** Opens nothing. */
  MqttDestination(MqttSinkConfig config, DestinationContext context, MqttLimits limits) {
    this.config = config;
    this.context = context;
    this.limits = limits;
    this.clientId = clientId(config, context);
    this.topics = new Topics(config.topicPrefix(), clientId);
    this.homeAssistant =
        config.homeAssistant()
            ? Optional.of(new HomeAssistant(config, context, topics))
            : Optional.empty();
    this.publications = new MessagePublications(topics, homeAssistant);
    this.failures = new MqttFailures(config.url(), clientId);
    this.names = new KnownNames(context.sink(), context.folder());
    this.streams = new StreamTable(config.filters().labels(), publications, names);
  }

  /** A test has a name of its own, or it would throw the working client out. */
  private static String clientId(MqttSinkConfig config, DestinationContext context) {
    String id = config.clientId(context.instance());
    return context.isTest() ? id + "-test-" + context.clock().millis() : id;
  }

  @Override
  public int batchSize() {
    return BATCH;
  }

  @Override
  public Duration linger() {
    return Duration.ZERO;
  }

  @Override
  public void streamChanged(StreamProfile stream) {
    streams.changed(stream);
  }

  @Override
  public void streamRemoved(String stream) {
    streams.removed(stream);
  }

  @Override
  public void deliver(List<Message> messages, Settlement settlement)
      throws DeliveryException, InterruptedException {
    run(
        settlement,
        window -> {
          for (Message message : messages) {
            if (!giveDue(window)) {
              return;
            }
            StreamStates stream = streams.of(message.stream());
            due.add(streams.use(stream));
            if (!giveDue(window)
                || (suspects.isOneByOne() && window.finish().isPresent())
                || window.isOver()) {
              return;
            }
            suspects.begin(message);
            give(message, stream, window);
            if (suspects.isOneByOne() && window.finish().isPresent()) {
              return;
            }
            suspects.end();
          }
        });
    suspects.clear();
  }

  /** Sees to the connection, and publishes what is due. */
  @Override
  public void idle() throws DeliveryException, InterruptedException {
    run(NOTHING_TO_SETTLE, this::giveDue);
  }

  private interface Call {
    void run(PublishWindow window) throws InterruptedException;
  }

  /** Runs a call on a connection, and waits for all that it has published. */
  private void run(Settlement settlement, Call call)
      throws DeliveryException, InterruptedException {
    suspects.end();
    PublishWindow window = new PublishWindow(connected(), failures, limits, settled(settlement));
    boolean keeps = false;
    try {
      call.run(window);
      boolean isLate = window.isOver();
      Optional<PublishWindow.Failure> failure = window.finish();
      keeps = failure.isEmpty() || failure.get().isConnectionGood();
      if (failure.isPresent()) {
        note(failure.get(), settlement);
        due.add(keeps ? streams.repeat() : List.of());
        throw new DeliveryException(failure.get().text());
      }
      if (isLate) {
        throw new DeliveryException(failures.slow(limits.sending().toSeconds()), Duration.ZERO);
      }
      streams.keepNames();
    } finally {
      due.takeBack();
      if (!keeps) {
        disconnect();
      }
    }
  }

  private void note(PublishWindow.Failure failure, Settlement settlement) {
    boolean isExplained = MqttFailures.isOfContent(failure.loss());
    boolean isSuspect = isExplained || MqttFailures.isUnexplained(failure.loss());
    Message cause = isSuspect ? suspects.ended(isExplained) : null;
    if (cause != null) {
      settlement.refused(cause, MqttFailures.ofContent(cause, failure.text()));
    }
  }

  private PublishWindow.Settled settled(Settlement settlement) {
    return new PublishWindow.Settled() {
      @Override
      public void acknowledged(Publications all) {
        Optional<Message> message = all.message();
        if (message.isPresent()) {
          streams.of(message.get().stream()).acknowledge(all.states());
          settlement.acknowledged(message.get());
        } else {
          all.all().forEach(due::settle);
        }
      }

      @Override
      public void refused(Publications all, String reason) {
        all.message()
            .ifPresentOrElse(
                message -> settlement.refused(message, reason),
                () -> all.all().forEach(due::settle));
      }
    };
  }

  private void give(Message message, StreamStates stream, PublishWindow window)
      throws InterruptedException {
    window.publish(publications.of(message, stream));
    if (MessagePublications.isRemoval(message) && window.finish().isEmpty()) {
      streams.drop(message.stream());
    }
  }

  /** Publishes what is due; whether all of it was given to the connection. */
  private boolean giveDue(PublishWindow window) throws InterruptedException {
    String address = context.dashboard(); // known once HTTP is served, after the first words
    if (homeAssistantStarted.getAndSet(false) || !address.equals(announcedDashboard)) {
      announcedDashboard = address;
      due.add(streams.discovery());
    }
    due.add(streams.change());
    for (Publication each : due.waiting()) {
      if (window.isOver()) {
        return false;
      }
      due.give(each);
      window.publish(Publications.own(each));
    }
    return true;
  }

  /** The connection; another one where there was none. */
  private BrokerConnection connected() throws DeliveryException, InterruptedException {
    BrokerConnection current = connection;
    if (current == null) {
      return connect();
    }
    if (current.isConnected() && current.loss() == null) {
      return current;
    }
    disconnect();
    throw lost(failures.ofLoss(current.loss()));
  }

  private DeliveryException lost(String text) {
    return losses.lost()
        ? new DeliveryException(failures.oftenLost(text), LossCounter.PAUSE)
        : new DeliveryException(text);
  }

  private BrokerConnection connect() throws DeliveryException, InterruptedException {
    BrokerConnection made =
        opened(Optional.of(Publication.text(topics.available(), OFFLINE)), this::greet);
    connection = made;
    due.begin();
    announcedDashboard = context.dashboard();
    due.add(streams.discovery());
    due.add(streams.begin());
    return made;
  }

  /** The first words: that the sink is there. */
  private CompletableFuture<?> greet(BrokerConnection made) {
    CompletableFuture<?> online = made.publish(Publication.text(topics.available(), ONLINE));
    return homeAssistant.isEmpty()
        ? online
        : online.thenCompose(
            done -> made.subscribe(homeAssistant.get().statusTopic(), this::heard));
  }

  /** Home Assistant says something; on the client's thread. */
  private void heard(byte[] status) {
    if (new String(status, StandardCharsets.UTF_8).equals(ONLINE)) {
      homeAssistantStarted.set(true);
    }
  }

  /**
   * Connects.
   *
   * @param will what the broker publishes where the connection is lost
   * @param first is done with the connection, as a part of it
   */
  private BrokerConnection opened(
      Optional<Publication> will, Function<BrokerConnection, CompletableFuture<?>> first)
      throws DeliveryException, InterruptedException {
    BrokerConnection made;
    try {
      made =
          new ConnectionPlan(
                  config, clientId, "sink-" + context.sink() + "-mqtt", will, limits.connect())
              .connection();
    } catch (SluiceException e) {
      throw new DeliveryException(config.url() + ": " + e.getMessage(), e);
    }
    boolean isOpen = false;
    try {
      BrokerConnection.await(
          made.begin().thenCompose(accepted -> first.apply(made)), limits.connect());
      isOpen = true;
      return made;
    } catch (ExecutionException e) {
      throw new DeliveryException(failures.ofConnect(e, made.certificateRefusal()), e);
    } catch (TimeoutException e) {
      throw new DeliveryException(
          failures.noConnection(limits.connect().toSeconds(), config.url().isTls()), e);
    } finally {
      if (!isOpen) {
        made.close();
      }
    }
  }

  @Override
  public List<SinkFact> test(Message message) throws DeliveryException, InterruptedException {
    long start = System.nanoTime();
    Publication publication = Publication.body(topics.test(), message, false);
    BrokerConnection made = opened(Optional.empty(), opening -> opening.publish(publication));
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    List<SinkFact> facts = new ArrayList<>();
    facts.add(new SinkFact("broker", config.url().toString()));
    facts.add(new SinkFact("protocol", "MQTT " + config.version()));
    facts.addAll(made.facts());
    facts.add(
        new SinkFact(
            "test message", "acknowledged at %s after %d ms".formatted(topics.test(), millis)));
    made.leave(Optional.empty());
    return facts;
  }

  private void disconnect() {
    BrokerConnection current = connection;
    connection = null;
    if (current != null) {
      current.close();
    }
  }

  @Override
  public void close() {
    BrokerConnection current = connection;
    connection = null;
    if (current != null) {
      current.leave(Optional.of(Publication.text(topics.available(), OFFLINE)));
    }
  }
}
