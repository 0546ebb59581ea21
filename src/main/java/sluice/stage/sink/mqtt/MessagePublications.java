package sluice.stage.sink.mqtt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.core.message.Message;

/** Makes publications of messages, and of what changes in a stream. For one thread. */
final class MessagePublications {
  private static final String REMOVED = "removed";

  private final Topics topics;
  private final Optional<HomeAssistant> homeAssistant;

  /**
   * Publications of a sink.
   *
   * @param homeAssistant announces what is new to it; absent: nothing is announced
   */
  MessagePublications(Topics topics, Optional<HomeAssistant> homeAssistant) {
    this.topics = topics;
    this.homeAssistant = homeAssistant;
  }

  /** Whether a message says that its stream is gone for good. */
  static boolean isRemoval(Message message) {
    return switch (message.kind()) {
      case STATE -> MessageBody.parse(message.body()).state().equals(REMOVED);
      default -> false;
    };
  }

  /** The publications of a message of a stream. */
  Publications of(Message message, StreamStates stream) {
    List<Publication> all = new ArrayList<>();
    List<Publication> states = new ArrayList<>();
    String id = message.stream();
    switch (message.kind()) {
      case DETECTIONS -> {
        all.add(Publication.body(topics.of(message), message, false));
        count(message, stream, all, states);
      }
      case OBJECT, ZONE, EVENT -> all.add(Publication.body(topics.of(message), message, false));
      case LINE -> {
        all.add(Publication.body(topics.of(message), message, false));
        String line = MessageBody.parse(message.body()).line();
        if (!line.isEmpty() && stream.hasLine(line)) {
          states.add(Publication.body(topics.line(id, line), message, true));
        }
      }
      case OCCUPANCY -> {
        all.add(Publication.body(topics.of(message), message, false));
        String zone = MessageBody.parse(message.body()).zone();
        if (!zone.isEmpty() && stream.hasZone(zone)) {
          states.add(Publication.body(topics.zone(id, zone), message, true));
        }
      }
      case STATE -> {
        if (isRemoval(message)) {
          all.add(Publication.body(topics.of(message), message, false));
          all.addAll(removal(stream));
        } else {
          states.add(Publication.body(topics.of(message), message, true));
        }
      }
      case TEST -> all.add(Publication.body(topics.of(message), message, false));
    }
    all.addAll(states);
    if (message.hasPicture()) {
      all.add(Publication.picture(topics.picture(id), message));
    }
    return new Publications(Optional.of(message), all, states);
  }

  private void count(
      Message message, StreamStates stream, List<Publication> all, List<Publication> states) {
    MessageBody body = MessageBody.parse(message.body());
    for (String label : body.counts().keySet()) {
      if (stream.addLabel(label)) {
        homeAssistant.ifPresent(home -> all.addAll(home.ofLabel(stream.id(), label)));
      }
    }
    for (String label : stream.labels()) {
      int count = body.counts().getOrDefault(label, 0);
      if (stream.count(label, count)) {
        states.add(Publication.text(topics.objects(stream.id(), label), Integer.toString(count)));
      }
    }
  }

  /** What is announced of a stream. */
  List<Publication> discovery(StreamStates stream) {
    return homeAssistant.map(home -> home.ofStream(stream)).orElse(List.of());
  }

  /** Deletes what is retained of a label that isn't counted any more. */
  List<Publication> labelRemoval(StreamStates stream, String label) {
    List<Publication> all = new ArrayList<>();
    homeAssistant.ifPresent(home -> delete(home.ofLabel(stream.id(), label), all));
    all.add(Publication.nothing(topics.objects(stream.id(), label)));
    return all;
  }

  /** Deletes what is retained of a line that is gone. */
  List<Publication> lineRemoval(StreamStates stream, String line) {
    List<Publication> all = new ArrayList<>();
    homeAssistant.ifPresent(home -> delete(home.ofLine(stream.id(), line), all));
    all.add(Publication.nothing(topics.line(stream.id(), line)));
    return all;
  }

  /** Deletes what is retained of a zone that is gone. */
  List<Publication> zoneRemoval(StreamStates stream, String zone) {
    List<Publication> all = new ArrayList<>();
    homeAssistant.ifPresent(home -> delete(home.ofZone(stream.id(), zone), all));
    all.add(Publication.nothing(topics.zone(stream.id(), zone)));
    return all;
  }

  /** Deletes all that is retained of a stream: what announces it first, then its states. */
  List<Publication> removal(StreamStates stream) {
    List<Publication> all = new ArrayList<>();
    delete(discovery(stream), all);
    String id = stream.id();
    stream.labels().forEach(name -> all.add(Publication.nothing(topics.objects(id, name))));
    stream.lines().forEach(name -> all.add(Publication.nothing(topics.line(id, name))));
    stream.zones().forEach(name -> all.add(Publication.nothing(topics.zone(id, name))));
    all.add(Publication.nothing(topics.state(id)));
    return all;
  }

  private static void delete(List<Publication> retained, List<Publication> all) {
    retained.forEach(each -> all.add(Publication.nothing(each.topic())));
  }
}
