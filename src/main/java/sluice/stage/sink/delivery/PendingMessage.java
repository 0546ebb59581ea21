package sluice.stage.sink.delivery;

import sluice.core.message.Message;
import sluice.core.message.StateChange;
import sluice.core.scene.SceneEvent;
import sluice.stage.sink.SinkItem;
import sluice.stage.sink.json.MessageFactory;

/** What a stream has told, before the spool's thread makes a message of it. Holds no picture. */
sealed interface PendingMessage {

  /** Makes the message. */
  Message make(MessageFactory factory);

  /**
   * A frame.
   *
   * @param source name of the source, without credentials
   */
  record Frame(String run, String source, SinkItem item) implements PendingMessage {
    @Override
    public Message make(MessageFactory factory) {
      return factory.ofFrame(run, source, item);
    }
  }

  /**
   * An event of the scene.
   *
   * @param number of the event in its run
   */
  record Event(String run, long number, SceneEvent event) implements PendingMessage {
    @Override
    public Message make(MessageFactory factory) {
      return factory.ofEvent(run, number, event);
    }
  }

  /**
   * A state of the stream.
   *
   * @param number of the state in its run
   */
  record State(String run, long number, StateChange change) implements PendingMessage {
    @Override
    public Message make(MessageFactory factory) {
      return factory.ofState(run, number, change);
    }
  }
}
