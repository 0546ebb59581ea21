package sluice.stage.sink.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import sluice.config.sink.RemoteSinkConfig;
import sluice.core.message.Message;
import sluice.core.message.PublishObserver;
import sluice.stage.sink.spool.Spool;

/**
 * Messages on their way to the far side, and which of them are settled. A message is done with in
 * its spool once it and all before it of its stream are settled. Thread-safe.
 */
final class Batch implements Settlement {
  private final PublishObserver.Target target;
  private final DeadLetters deadLetters;
  private final PublishObserver observer;
  private final List<Entry> entries = new ArrayList<>();
  private final IdentityHashMap<Message, Entry> unsettled = new IdentityHashMap<>();
  private Instant takenAt = Instant.EPOCH;
  private boolean open;

  private record Entry(StreamSpool stream, Spool spool, long sequence, Message message) {}

  Batch(RemoteSinkConfig config, DeadLetters deadLetters, PublishObserver observer) {
    this.target = new PublishObserver.Target(config.name(), config.typeName(), config::destination);
    this.deadLetters = deadLetters;
    this.observer = observer;
  }

  /** Adds a message; those of one stream in their order. */
  synchronized void add(StreamSpool stream, Spool spool, long sequence, Message message) {
    Entry entry = new Entry(stream, spool, sequence, message);
    entries.add(entry);
    unsettled.put(message, entry);
  }

  /** A try begins: the messages that are not settled, in their order. */
  synchronized List<Message> begin(Instant now) {
    open = true;
    takenAt = now;
    return entries.stream().filter(this::isUnsettled).map(Entry::message).toList();
  }

  private boolean isUnsettled(Entry entry) {
    return unsettled.containsKey(entry.message());
  }

  /** The try has ended: what is settled from here on doesn't count. */
  synchronized void end() {
    open = false;
    Set<StreamSpool> held = new HashSet<>();
    for (Entry entry : entries) {
      if (isUnsettled(entry)) {
        held.add(entry.stream());
      } else if (!held.contains(entry.stream())) {
        entry.spool().acknowledge(entry.sequence());
      }
    }
    entries.removeIf(entry -> !held.contains(entry.stream()));
  }

  /** How many messages it has. */
  synchronized int size() {
    return entries.size();
  }

  /** Whether it has no message. */
  synchronized boolean isEmpty() {
    return entries.isEmpty();
  }

  @Override
  public void acknowledged(Message message) {
    if (settle(message, true)) {
      observe(message, true);
    }
  }

  @Override
  public void refused(Message message, String reason) {
    if (settle(message, false)) {
      synchronized (deadLetters) {
        deadLetters.add(message, reason);
      }
      observe(message, false);
    }
  }

  private void observe(Message message, boolean ok) {
    observer.published(message, target, takenAt, Instant.now(), ok);
  }

  private synchronized boolean settle(Message message, boolean taken) {
    Entry entry = open ? unsettled.remove(message) : null;
    if (entry == null) {
      return false;
    }
    if (taken) {
      entry.stream().acknowledged();
    } else {
      entry.stream().refused();
    }
    return true;
  }
}
