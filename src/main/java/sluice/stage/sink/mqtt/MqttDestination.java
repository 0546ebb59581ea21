package sluice.stage.sink.mqtt;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import sluice.core.SluiceException;
import sluice.core.message.Message;
import sluice.core.message.MessageKind;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.delivery.Destination;
import sluice.stage.sink.delivery.DestinationContext;
import sluice.stage.sink.delivery.Settlement;
import sluice.stage.sink.delivery.StreamProfile;

/**
 * A broker of MQTT. A connection lives until it is lost or something fails that isn't a topic's own;
 * the next call makes another one, by the same name, so that the broker drops what it has not read
 * of the one before. With each connection it says first that it is there, then what is announced,
 * then the states, and only then messages.
 */
final class MqttDestination implements Destination {
  private static final String ONLINE = "online";
  private static final String OFFLINE = "offline";
  private static final int BATCH = 256;

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
  private final LossCounter losses = new LossCounter(System::nanoTime);

  /** What is to be published on the sink's own behalf, before any message. */
  private final Deque<Publication> due = new ArrayDeque<>();

  private final AtomicBoolean homeAssistantStarted = new AtomicBoolean();
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
}
