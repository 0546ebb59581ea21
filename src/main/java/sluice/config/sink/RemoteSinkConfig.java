package sluice.config.sink;

import sluice.core.message.Message;

/** Settings of a sink with a far side: a broker, a server or a database. */
public interface RemoteSinkConfig extends SinkConfig {

  /**
   * Where a message goes, as traces name it: the topic, the server or the table, without secrets.
   * Empty where there is nothing to say.
   */
  default String destination(Message message) {
    return "";
  }

  /** Which frames are told of. */
  FrameChoice only();

  /** Filters of what is told. */
  MessageFilters filters();

  /** Where messages wait. */
  SpoolConfig spool();
}
