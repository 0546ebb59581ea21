package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import sluice.cluster.ClusterMessage;

/** Writes and reads messages between nodes as an actor system does. */
public final class CborRoundTrip {
  private final Serialization serialization;

  /** By the serializers of a system. */
  public CborRoundTrip(ActorSystem<?> system) {
    serialization = SerializationExtension.get(system);
  }

  /** A message as it is sent, which must be by the serializer for CBOR. */
  public byte[] bytes(ClusterMessage message) {
    assertThat(serializer(message).getClass().getSimpleName()).isEqualTo("JacksonCborSerializer");
    return serialization.serialize(message).get();
  }

  /** What is made of bytes that came as a message of this one's kind. */
  public Object read(ClusterMessage kind, byte[] bytes) {
    SerializerWithStringManifest serializer = serializer(kind);
    return serialization
        .deserialize(bytes, serializer.identifier(), serializer.manifest(kind))
        .get();
  }

  private SerializerWithStringManifest serializer(ClusterMessage message) {
    return (SerializerWithStringManifest) serialization.findSerializerFor(message);
  }
}
