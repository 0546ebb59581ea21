package sluice.stage.sink.mqtt;

import java.util.List;
import java.util.Optional;
import sluice.core.message.Message;

/**
 * What is published because of one message, in order; or on the sink's own behalf.
 *
 * @param message that is settled with all of them; absent: none
 * @param all of them
 * @param states those among them that are published again with each connection
 */
record Publications(Optional<Message> message, List<Publication> all, List<Publication> states) {

  /** One on the sink's own behalf. */
  static Publications own(Publication publication) {
    return new Publications(Optional.empty(), List.of(publication), List.of());
  }
}
