package sluice.stage.sink.mqtt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.stage.sink.delivery.StreamProfile;

/**
 * The streams of a sink, and what is to be published because they change. Changes are remembered,
 * and made with the next call of {@link #change}. For one thread.
 */
final class StreamTable {
  private final Collection<String> labels;
  private final MessagePublications publications;
  private final KnownNames names;
  private final Map<String, StreamProfile> profiles = new HashMap<>();
  private final Map<String, @Nullable StreamProfile> changes = new LinkedHashMap<>();
  private @Nullable Map<String, StreamStates> streams;
  private boolean isNew;

  /**
   * A table without streams.
   *
   * @param labels that the sink's filters list
   * @param names of earlier processes, read when they are needed first
   */
  StreamTable(Collection<String> labels, MessagePublications publications, KnownNames names) {
    this.labels = labels;
    this.publications = publications;
    this.names = names;
  }

  /** A stream uses the sink, or watches something else. */
  void changed(StreamProfile profile) {
    profiles.put(profile.id(), profile);
    changes.remove(profile.id());
    changes.put(profile.id(), profile);
  }

  /** A stream doesn't use the sink any more; also one that is known from earlier processes only. */
  void removed(String stream) {
    profiles.remove(stream);
    changes.remove(stream);
    changes.put(stream, null);
  }

  private Map<String, StreamStates> streams() {
    Map<String, StreamStates> all = streams;
    if (all == null) {
      all = names.read();
      streams = all;
    }
    return all;
  }

  /** A stream that has messages. */
  StreamStates of(String stream) {
    StreamStates states = streams().computeIfAbsent(stream, StreamStates::new);
    StreamProfile profile = profiles.get(stream);
    if (!states.isUsed() && profile != null) {
      changes.put(stream, profile); // its names are to be compared with those of earlier
    }
    return states;
  }

  /** Makes the changes; what is to be published because of them, in order. */
  List<Publication> change() {
    List<Publication> all = new ArrayList<>();
    changes.forEach((id, profile) -> all.addAll(change(id, profile)));
    isNew |= !changes.isEmpty();
    changes.clear();
    return all;
  }

  private List<Publication> change(String id, @Nullable StreamProfile profile) {
    if (profile == null) {
      StreamStates known = streams().remove(id);
      return publications.removal(known == null ? new StreamStates(id) : known);
    }
    StreamStates stream = streams().computeIfAbsent(id, StreamStates::new);
    List<Publication> all = unlistedLabels(stream);
    for (String line : without(stream.lines(), profile.lines())) {
      all.addAll(publications.lineRemoval(stream, line));
    }
    for (String zone : without(stream.zones(), profile.zones())) {
      all.addAll(publications.zoneRemoval(stream, zone));
    }
    all.forEach(each -> stream.forget(each.topic()));
    stream.use(labels);
    stream.profile(profile.lines(), profile.zones());
    all.addAll(publications.discovery(stream));
    return all;
  }

  /** Deletes labels of earlier processes that the filters don't list. */
  private List<Publication> unlistedLabels(StreamStates stream) {
    List<Publication> all = new ArrayList<>();
    if (!labels.isEmpty()) {
      for (String label : without(stream.labels(), labels)) {
        all.addAll(publications.labelRemoval(stream, label));
      }
    }
    return all;
  }

  private static Set<String> without(Collection<String> before, Collection<String> after) {
    Set<String> gone = new HashSet<>(before);
    after.forEach(gone::remove);
    return gone;
  }

  /** A stream is used from here on; what is announced of it where that is new. */
  List<Publication> use(StreamStates stream) {
    List<Publication> all = unlistedLabels(stream);
    all.forEach(each -> stream.forget(each.topic()));
    if (stream.use(labels)) {
      isNew = true;
      all.addAll(publications.discovery(stream));
    }
    return all;
  }

  /** A stream's removal has been published: it is new if anything more comes of it. */
  void drop(String stream) {
    isNew |= streams().remove(stream) != null;
  }

  /** What is announced of all streams that are used. */
  List<Publication> discovery() {
    return streams().values().stream()
        .filter(StreamStates::isUsed)
        .flatMap(stream -> publications.discovery(stream).stream())
        .toList();
  }

  /**
   * Not all that a connection was given has arrived: counts are published again with the next
   * messages.
   *
   * @return what is announced of all streams that are used
   */
  List<Publication> repeat() {
    streams().values().forEach(StreamStates::forgetCounts);
    return discovery();
  }

  /** The states of all streams, for a new connection. */
  List<Publication> begin() {
    return streams().values().stream().flatMap(stream -> stream.begin().stream()).toList();
  }

  /** Keeps names for later processes, where there are others than before. */
  void keepNames() {
    boolean any = isNew;
    for (StreamStates stream : streams().values()) {
      any |= stream.takeChanged();
    }
    if (any) {
      names.write(streams().values());
    }
    isNew = false;
  }
}
