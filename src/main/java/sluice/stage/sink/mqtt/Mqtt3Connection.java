package sluice.stage.sink.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.stage.sink.SinkFact;

/** A connection with MQTT 3.1.1. */
final class Mqtt3Connection extends BrokerConnection {
  private final ConnectionPlan plan;
  private final Mqtt3AsyncClient client;

  Mqtt3Connection(ConnectionPlan plan) {
    super(plan);
    this.plan = plan;
    this.client = builder().useMqttVersion3().buildAsync();
  }

  @Override
  CompletableFuture<?> begin() {
    return client
        .connectWith()
        .cleanSession(true)
        .keepAlive(plan.keepAliveSeconds())
        .simpleAuth(auth())
        .willPublish(plan.will().map(Mqtt3Connection::publish3).orElse(null))
        .send();
  }

  private @Nullable Mqtt3SimpleAuth auth() {
    if (plan.config().user().isEmpty()) {
      return null;
    }
    var auth = Mqtt3SimpleAuth.builder().username(plan.config().user().get());
    Optional<byte[]> password = plan.password();
    return password.isEmpty() ? auth.build() : auth.password(password.get()).build();
  }

  private static Mqtt3Publish publish3(Publication publication) {
    return Mqtt3Publish.builder()
        .topic(publication.topic())
        .payload(publication.payload())
        .qos(MqttQos.AT_LEAST_ONCE)
        .retain(publication.isRetained())
        .build();
  }

  @Override
  CompletableFuture<?> publish(Publication publication) {
    return client.publish(publish3(publication));
  }

  @Override
  CompletableFuture<?> subscribe(String topic, Consumer<byte[]> listener) {
    return client.subscribe(
        Mqtt3Subscribe.builder().topicFilter(topic).qos(MqttQos.AT_LEAST_ONCE).build(),
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
    return List.of();
  }
}
