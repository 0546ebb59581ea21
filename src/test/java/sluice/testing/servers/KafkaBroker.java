package sluice.testing.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import sluice.testing.FreePort;

/**
 * A broker of Kafka, alone in its cluster, in a JVM of its own. Its class path is what {@code
 * src/test/kafka/pom.xml} has written; tests are skipped where that was not done. It makes no topic
 * by itself. The user {@value #USER} with the password {@value #PASSWORD} is known to its encrypted
 * port, where there is one. A killed broker may come again once its session is over, which is why
 * that is short.
 */
public final class KafkaBroker implements TestServer {
  /** The user of the encrypted port. */
  public static final String USER = "alice";

  /** The user's password, with what must be quoted. */
  public static final String PASSWORD = "a \"secret\" of 16";

  private static final Path CLASS_PATH = Path.of("target", "kafka", "classpath");
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private static final int RETRY_MILLIS = 100;

  private final Path folder;
  private final String topic;
  private final int port = FreePort.ofLoopback();
  private final int controllerPort = FreePort.ofLoopback();
  private final int securePort = FreePort.ofLoopback();
  private final String classPath;
  private @Nullable Process process;

  /**
   * A broker with a topic of three partitions; it isn't started. Skips the test where no broker can
   * be had.
   */
  public KafkaBroker(String topic) {
    this(topic, null);
  }

  /**
   * The same with an encrypted port for {@link #USER}.
   *
   * @param keyStore a PKCS #12 file with one key, whose certificate is for {@code 127.0.0.1};
   *     password {@code changeit}; null for no such port
   */
  public KafkaBroker(String topic, @Nullable Path keyStore) {
    assumeTrue(
        Files.exists(CLASS_PATH),
        "no broker of Kafka: run mvn -q -f src/test/kafka/pom.xml, which fetches it");
    this.topic = topic;
    try {
      this.classPath = Files.readString(CLASS_PATH).strip();
      this.folder = Files.createTempDirectory("kafka-broker");
      Files.writeString(settings(), properties(keyStore));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> format =
        new ArrayList<>(List.of("kafka.tools.StorageTool", "format", "--standalone", "-t"));
    format.addAll(List.of("aW5zdGFuY2Utb2YtdGVzdA", "-c", settings().toString()));
    if (keyStore != null) {
      format.addAll(
          List.of("--add-scram", "SCRAM-SHA-512=[name=%s,password=%s]".formatted(USER, PASSWORD)));
    }
    Process formatting = java("format.log", format);
    try {
      assertThat(formatting.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(formatting.exitValue()).as(log("format.log")).isZero();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private String properties(@Nullable Path keyStore) {
    String listeners = "PLAINTEXT://127.0.0.1:" + port;
    String secure = "";
    if (keyStore != null) {
      listeners += ",SASL_SSL://127.0.0.1:" + securePort;
      secure =
          """
          sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN
          listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=\
          org.apache.kafka.common.security.scram.ScramLoginModule required;
          listener.name.sasl_ssl.plain.sasl.jaas.config=\
          org.apache.kafka.common.security.plain.PlainLoginModule required user_bob="plain-password";
          ssl.keystore.type=PKCS12
          ssl.keystore.location=%s
          ssl.keystore.password=changeit
          """
              .formatted(keyStore);
    }
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.bootstrap.servers=127.0.0.1:%d
    controller.listener.names=CONTROLLER
    listeners=%s,CONTROLLER://127.0.0.1:%d
    advertised.listeners=%s
    inter.broker.listener.name=PLAINTEXT
    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT
    log.dirs=%s
    auto.create.topics.enable=false
    offsets.topic.num.partitions=1
    offsets.topic.replication.factor=1
    transaction.state.log.num.partitions=1
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    share.coordinator.state.topic.replication.factor=1
    share.coordinator.state.topic.min.isr=1
    group.initial.rebalance.delay.ms=0
    log.retention.ms=-1
    broker.session.timeout.ms=2000
    broker.heartbeat.interval.ms=500
    num.network.threads=2
    num.io.threads=2
    """
            .formatted(controllerPort, listeners, controllerPort, listeners, folder.resolve("data"))
        + secure;
  }

  @Override
  public void start() {
    process = java("broker.log", List.of("kafka.Kafka", settings().toString()));
    long end = System.nanoTime() + START_LIMIT.toNanos();
    try (Admin admin =
        Admin.create(
            Map.of("bootstrap.servers", brokers(), "reconnect.backoff.max.ms", RETRY_MILLIS))) {
      while (true) {
        assertThat(process.isAlive()).as("%s", log("broker.log")).isTrue();
        assertThat(System.nanoTime()).as("%s", log("broker.log")).isLessThan(end);
        try {
          if (!admin.listTopics().names().get(5, TimeUnit.SECONDS).contains(topic)) {
            create(admin, topic, 3);
          }
          return;
        } catch (ExecutionException | TimeoutException e) {
          // it is starting
        }
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Makes a topic. */
  public void createTopic(String name, int partitions) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers()))) {
      create(admin, name, partitions);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void create(Admin admin, String name, int partitions)
      throws InterruptedException, ExecutionException, TimeoutException {
    admin
        .createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
        .all()
        .get(20, TimeUnit.SECONDS);
  }

  @Override
  public void kill() {
    Process running = process;
    if (running == null) {
      return;
    }
    try {
      running.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Stops it as SIGSTOP does: connections stay, and nothing is answered. */
  public void pause() {
    signal("STOP");
    await().atMost(20, TimeUnit.SECONDS).until(this::isStopped); // each thread stops by itself
  }

  /** Lets it go on after {@link #pause}, with all that was sent to it meanwhile. */
  public void resume() {
    signal("CONT");
  }

  private boolean isStopped() throws IOException {
    if (process == null) {
      return false;
    }
    Path threads = Path.of("/proc", "" + process.pid(), "task");
    try (Stream<Path> all = Files.list(threads)) {
      for (Path thread : all.toList()) {
        String status = Files.readString(thread.resolve("stat"));
        if (!status.substring(status.lastIndexOf(')')).startsWith(") T")) {
          return false;
        }
      }
      return true;
    }
  }

  private void signal(String name) {
    if (process == null) {
      throw new IllegalStateException("the broker doesn't run");
    }
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Address of the port without encryption, {@code host:port}. */
  public String brokers() {
    return "127.0.0.1:" + port;
  }

  /** Address of the encrypted port, {@code host:port}. */
  public String secureBrokers() {
    return "127.0.0.1:" + securePort;
  }

  @Override
  public String sinkSettings() {
    return "type = kafka, brokers = \"%s\", topic = \"%s\"".formatted(brokers(), topic);
  }

  @Override
  public List<String> received(String stream) {
    return received(topic, stream);
  }

  /** The same of another topic. */
  public List<String> received(String name, String stream) {
    return records(name).stream()
        .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(stream))
        .filter(record -> !header(record, "type").equals("picture"))
        .map(record -> header(record, "id"))
        .toList();
  }

  /** All records of a topic, those of a partition in their order. */
  public List<ConsumerRecord<byte[], byte[]>> records(String name) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", brokers(), "auto.offset.reset", "earliest");
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(name).stream()
              .map(each -> new TopicPartition(name, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
      }
    }
    return all;
  }

  /** The text of a record's header; empty where there is none. */
  public static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return Arrays.stream(record.headers().toArray())
        .filter(header -> header.key().equals(name))
        .map(header -> new String(header.value(), StandardCharsets.UTF_8))
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    kill();
    ServerResources.delete(folder);
  }

  private Path settings() {
    return folder.resolve("broker.properties");
  }

  private Process java(String log, List<String> words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath));
    command.addAll(words);
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String log(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      return "no " + name;
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }
}
