package sluice.app.doctor;

import java.util.Optional;
import java.util.stream.Stream;
import sluice.config.settings.Isolation;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.core.source.SourceAddress;
import sluice.core.util.Plural;

/**
 * How much a configuration asks of the machine, for estimates that rather warn once too often. The
 * figures follow from the measurements of performance.md.
 *
 * @param streams of the configuration's file
 * @param isolated processes that decode their sources, or read what is recorded in place of these
 * @param outputs of streams to sinks, together
 * @param connections of HTTP clients that are let in
 */
record Load(int streams, int isolated, int outputs, int connections) {
  /** Libraries, models, pages, log. */
  private static final int OWN_FILES = 256;

  /** Connections with its camera, to the proxy and beyond, recording and its index. */
  private static final int FILES_PER_STREAM = 12;

  /** A spool has three files, and its sink a connection. */
  private static final int FILES_PER_OUTPUT = 4;

  /** A model, its requests, libraries and the JVM without its heap. */
  private static final long OWN_MEMORY = 512 * Sizes.MIB;

  /** Pictures of 1080p that are decoded, and what a decoder holds beside them. */
  private static final long MEMORY_PER_STREAM = 12 * Sizes.MIB;

  /** A process that decodes, beside the pictures. */
  private static final long MEMORY_PER_PROCESS = 48 * Sizes.MIB;

  /** Its order and message pipes, and what is shared with it. */
  private static final int FILES_PER_PROCESS = 3;

  /** Threads without streams; a few more where there are many processors. */
  private static final int OWN_TASKS = 33;

  /** The one that takes pictures from its decoder. */
  private static final int TASKS_PER_STREAM = 1;

  /** Threads of a process that decodes, and the service's that waits for its end. */
  private static final int TASKS_PER_PROCESS = 15;

  /** What a stream that runs takes of the Java heap. */
  private static final long HEAP_PER_STREAM = Sizes.MIB / 2;

  /** What is in the Java heap without streams. */
  private static final long OWN_HEAP = 48 * Sizes.MIB;

  /** What a configuration asks for; where there is none, what Sluice alone needs. */
  static Load of(Optional<ServiceConfig> config) {
    return config
        .map(
            each ->
                new Load(
                    each.streams().size(),
                    (int)
                        each.streams().values().stream()
                            .flatMap(Load::addresses)
                            .filter(address -> isolation(each).covers(address, false))
                            .count(),
                    each.streams().values().stream()
                        .mapToInt(stream -> stream.sinks().size())
                        .sum(),
                    each.http().limits().maxConnections()))
        .orElseGet(() -> new Load(0, 0, 0, 0));
  }

  private static Isolation isolation(ServiceConfig config) {
    return config.security().isolation();
  }

  /** What is opened for a stream: its source, and what is recorded in place of it. */
  private static Stream<SourceAddress> addresses(StreamConfig stream) {
    Optional<SourceAddress> recorded =
        stream.recording().enabled() ? stream.recordingAddress() : Optional.empty();
    return Stream.concat(Stream.of(stream.address()), recorded.stream());
  }

  /** Open files and connections at the most. */
  int files() {
    return OWN_FILES
        + connections
        + streams * FILES_PER_STREAM
        + isolated * FILES_PER_PROCESS
        + outputs * FILES_PER_OUTPUT;
  }

  /** Threads of the service and of its processes together, as the system counts them. */
  int tasks() {
    return OWN_TASKS + streams * TASKS_PER_STREAM + isolated * TASKS_PER_PROCESS;
  }

  /** Bytes of the Java heap. */
  long heap() {
    return OWN_HEAP + streams * HEAP_PER_STREAM;
  }

  /** Bytes of memory, the heap included. */
  long memory() {
    return OWN_MEMORY + heap() + streams * MEMORY_PER_STREAM + isolated * MEMORY_PER_PROCESS;
  }

  /** What it is estimated for, for messages. */
  String text() {
    return Plural.of(streams, "stream");
  }
}
