package sluice.testing.servers;

import java.util.List;

/**
 * A real server for tests of sinks, in a process of its own that can be killed. Its data outlive
 * {@link #kill}; they lie in a temporary folder until {@link #close}. For one thread.
 */
public interface TestServer extends AutoCloseable {

  /** Starts it, or starts it again on the same port with the same data; returns when it answers. */
  void start();

  /** Kills it as SIGKILL does; returns when it is gone. */
  void kill();

  /** Settings of a sink that leads to it, as HOCON: {@code type = kafka, brokers = …}. */
  String sinkSettings();

  /**
   * Ids of messages that arrived of a stream, in the order of their arrival, with duplicates where
   * the server keeps them.
   */
  List<String> received(String stream);

  /** Ends it and deletes its data. */
  @Override
  void close();
}
