package sluice.cluster.state;

import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.ddata.DurableStore;
import org.apache.pekko.cluster.ddata.DurableStore.DurableDataEnvelope;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.util.FileFailure;

/**
 * The disk of this node's replica: a file for each key in a folder. Follows the protocol of {@link
 * DurableStore}: a change is answered once the disk has it, or with the failure that it came with,
 * so that this node doesn't count towards a majority. Blocks; has a thread of its own.
 */
final class StateFiles extends AbstractActorWithTimers {
  private static final Logger LOG = LoggerFactory.getLogger(StateFiles.class);
  private static final Duration RETRY = Duration.ofSeconds(10);
  private static final String DAMAGED = ".damaged";

  private final Path folder;
  private final StoreHealth health;
  private final SerializerWithStringManifest serializer;

  /** The last content of keys that could not be written, at most as many as there are keys. */
  private final Map<String, DurableDataEnvelope> unwritten = new LinkedHashMap<>();

  /** What could not be written is tried again. */
  private enum Timer {
    RETRY
  }

  private StateFiles(Path folder, StoreHealth health) throws NotSerializableException {
    this.folder = folder;
    this.health = health;
    serializer =
        (SerializerWithStringManifest)
            SerializationExtension.get(getContext().getSystem())
                .serializerFor(DurableDataEnvelope.class);
  }

  /**
   * A store in a folder that is there and that nobody else has.
   *
   * @param health told what the disk has not
   */
  static Props props(Path folder, StoreHealth health) {
    return Props.create(StateFiles.class, () -> new StateFiles(folder, health));
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .matchEquals(DurableStore.LoadAll$.MODULE$, _ -> load())
        .match(DurableStore.Store.class, this::store)
        .matchEquals(Timer.RETRY, _ -> retry())
        .build();
  }

  private void load() {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> kept =
          files.filter(file -> file.toString().endsWith(StateFile.SUFFIX)).sorted().toList();
      kept.forEach(this::load);
    } catch (IOException e) {
      throw new DurableStore.LoadFailed(folder + ": " + FileFailure.reason(e), e);
    }
    getSender().tell(DurableStore.LoadAllCompleted$.MODULE$, getSelf());
  }

  private void load(Path file) {
    String name = String.valueOf(file.getFileName());
    String key = name.substring(0, name.length() - StateFile.SUFFIX.length());
    try {
      byte[] content = StateFile.read(file);
      if (content == null) {
        setAside(file, "is damaged");
        return;
      }
      DurableDataEnvelope data =
          (DurableDataEnvelope)
              serializer.fromBinary(
                  content, serializer.manifest(new DurableDataEnvelope(Term.NONE)));
      DurableStore.LoadData loaded =
          new DurableStore.LoadData(new scala.collection.immutable.Map.Map1<>(key, data));
      getSender().tell(loaded, getSelf());
    } catch (IOException e) {
      setAside(file, "can't be read: " + FileFailure.reason(e));
    } catch (Exception e) { // Jackson's are undeclared by Scala
      LOG.debug("content of {}", file, e);
      setAside(file, "is of another version of Sluice");
    }
  }

  private static void setAside(Path file, String why) {
    Path aside = file.resolveSibling(file.getFileName() + DAMAGED);
    String done;
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      done = "it is kept as " + aside.getFileName();
    } catch (IOException e) {
      done = "it can't be renamed either: " + FileFailure.reason(e);
    }
    LOG.error("{} {}; {}, and what other nodes have takes its place", file, why, done);
  }

  private void store(DurableStore.Store change) {
    boolean failed = !unwritten.isEmpty();
    boolean written = write(change.key(), change.data());
    if (written && failed) {
      retry();
    }
    if (change.reply().isDefined()) {
      DurableStore.StoreReply reply = change.reply().get();
      // By the sender's address the replicator knows which node has answered.
      reply.replyTo().tell(written ? reply.successMsg() : reply.failureMsg(), getSelf());
    }
  }

  private boolean write(String key, DurableDataEnvelope data) {
    try {
      StateFile.write(folder.resolve(key + StateFile.SUFFIX), serializer.toBinary(data));
      unwritten.remove(key);
      health.written(key);
      return true;
    } catch (IOException e) {
      failed(key, data, FileFailure.reason(e));
    } catch (RuntimeException e) {
      LOG.debug("content of {}", key, e);
      failed(key, data, "the content can't be written as a file");
    }
    return false;
  }

  private void failed(String key, DurableDataEnvelope data, String why) {
    if (unwritten.isEmpty()) {
      LOG.warn(
          "{} can't be written: {}; changes don't count as kept on this node (expected: room, and a"
              + " folder that can be written); it is tried again",
          folder,
          why);
    }
    unwritten.put(key, data);
    health.failed(key);
    getTimers().startSingleTimer(Timer.RETRY, Timer.RETRY, RETRY);
  }

  private void retry() {
    for (Map.Entry<String, DurableDataEnvelope> each : List.copyOf(unwritten.entrySet())) {
      if (!write(each.getKey(), each.getValue())) {
        return;
      }
    }
    LOG.info("{} is written again", folder);
  }
}
