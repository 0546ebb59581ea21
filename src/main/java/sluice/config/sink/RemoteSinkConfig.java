package sluice.config.sink;

import sluice.core.message.Message;

/** Settings of a sink with a far side: a broker, a server or a database. */
public interface RemoteSinkConfig extends SinkConfig {

  /** Where a message goes, without secrets: the {@link #target}, or the part of it that has it. */
  default String destination(Message message) {
    return target();
  }

  /** Which frames are told of. */
  FrameChoice only();

  /** Filters of what is told. */
  MessageFilters filters();

  /** Where messages wait. */
  SpoolConfig spool();
}
