package sluice.stage.sink.mqtt;

import sluice.core.message.Message;

/**
 * The topics of a sink.
 *
 * @param prefix what all of them begin with
 * @param clientId the sink's name at the broker
 */
record Topics(String prefix, String clientId) {

  /**
   * Whether the sink is connected. Of the client and not of the service: the broker publishes the
   * will of each client by itself, and several may use one prefix.
   */
  String available() {
    return prefix + "/clients/" + clientId + "/available";
  }

  String state(String stream) {
    return of(stream, "state");
  }

  String detections(String stream) {
    return of(stream, "detections");
  }

  String events(String stream) {
    return of(stream, "events");
  }

  String picture(String stream) {
    return of(stream, "picture");
  }

  /** How many objects of a label there are now. */
  String objects(String stream, String label) {
    return of(stream, "objects/" + TopicNames.level(label));
  }

  /** The last crossing of a line, with the totals. */
  String line(String stream, String line) {
    return of(stream, "lines/" + TopicNames.level(line));
  }

  /** How many objects are in a zone. */
  String zone(String stream, String zone) {
    return of(stream, "zones/" + TopicNames.level(zone));
  }

  /** The topic of a message; of one that is a state too, that of the message. */
  String of(Message message) {
    String stream = message.stream();
    return switch (message.kind()) {
      case DETECTIONS -> detections(stream);
      case OBJECT, LINE, ZONE, OCCUPANCY, EVENT -> events(stream);
      case STATE -> state(stream);
      case TEST -> test();
    };
  }

  /** Messages of tests of the connection. */
  String test() {
    return prefix + "/test";
  }

  private String of(String stream, String rest) {
    return prefix + "/streams/" + stream + "/" + rest;
  }
}
