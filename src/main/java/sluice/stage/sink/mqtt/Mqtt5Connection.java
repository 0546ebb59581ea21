package sluice.stage.sink.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserPropertiesBuilder;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckRestrictions;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.core.message.Message;
import sluice.stage.sink.SinkFact;

/** A connection with MQTT 5: messages have properties, and refusals have reasons. */
final class Mqtt5Connection extends BrokerConnection {
  private final ConnectionPlan plan;
  private final Mqtt5AsyncClient client;
  private volatile @Nullable Mqtt5ConnAck answer;

  Mqtt5Connection(ConnectionPlan plan) {
    super(plan);
    this.plan = plan;
    this.client = builder().useMqttVersion5().buildAsync();
  }

  @Override
  CompletableFuture<?> begin() {
    var connect =
        client
            .connectWith()
            .cleanStart(true)
            .keepAlive(plan.keepAliveSeconds())
            .simpleAuth(auth())
            .willPublish(plan.will().map(Mqtt5Connection::publish5).orElse(null));
    return connect.send().thenAccept(accepted -> answer = accepted);
  }

  private @Nullable Mqtt5SimpleAuth auth() {
    if (plan.config().user().isEmpty()) {
      return null;
    }
    var auth = Mqtt5SimpleAuth.builder().username(plan.config().user().get());
    Optional<byte[]> password = plan.password();
    return password.isEmpty() ? auth.build() : auth.password(password.get()).build();
  }

  private static Mqtt5Publish publish5(Publication publication) {
    var publish =
        Mqtt5Publish.builder()
            .topic(publication.topic())
            .payload(publication.payload())
            .qos(MqttQos.AT_LEAST_ONCE)
            .retain(publication.isRetained())
            .contentType(publication.contentType())
            .userProperties(
                publication.message().map(Mqtt5Connection::properties).orElse(NO_PROPERTIES));
    return publication.isText()
        ? publish.payloadFormatIndicator(Mqtt5PayloadFormatIndicator.UTF_8).build()
        : publish.build();
  }

  private static final Mqtt5UserProperties NO_PROPERTIES = Mqtt5UserProperties.of();

  private static Mqtt5UserProperties properties(Message message) {
    Mqtt5UserPropertiesBuilder all =
        Mqtt5UserProperties.builder()
            .add("id", message.id())
            .add("type", message.kind().wireName())
            .add("stream", message.stream());
    return message
        .traceparent()
        .map(context -> all.add("traceparent", context).build())
        .orElseGet(all::build);
  }

  @Override
  CompletableFuture<?> publish(Publication publication) {
    return client.publish(publish5(publication));
  }

  @Override
  CompletableFuture<?> subscribe(String topic, Consumer<byte[]> listener) {
    return client.subscribe(
        Mqtt5Subscribe.builder().topicFilter(topic).qos(MqttQos.AT_LEAST_ONCE).build(),
        publish -> listener.accept(publish.getPayloadAsBytes()));
  }

  @Override
  CompletableFuture<?> leave() {
    return client.disconnect();
  }

  @Override
  boolean isConnected() {
    return client.getState().isConnected();
  }

  @Override
  List<SinkFact> facts() {
    List<SinkFact> all = new ArrayList<>();
    Optional.ofNullable(answer)
        .map(Mqtt5ConnAck::getRestrictions)
        .ifPresent(
            told -> {
              int bytes = told.getMaximumPacketSize();
              if (bytes != Mqtt5ConnAckRestrictions.DEFAULT_MAXIMUM_PACKET_SIZE_NO_LIMIT) {
                all.add(new SinkFact("largest packet", bytes + " bytes"));
              }
            });
    return all;
  }
}
