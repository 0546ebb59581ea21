package sluice.stage.sink.mqtt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.util.FileFailure;
import sluice.core.util.MessageText;

/**
 * File of the names that have retained states at the broker, so that a later process counts down
 * what an earlier one counted, and deletes what is gone: a line for each, {@code STREAM}, {@code
 * label}, {@code line} or {@code zone}, and the name, with tabs between. For one thread.
 */
final class KnownNames {
  private static final Logger LOG = LoggerFactory.getLogger(KnownNames.class);
  private static final String FILE = "retained-names.tsv";
  private static final String LABEL = "label";
  private static final String LINE = "line";
  private static final String ZONE = "zone";
  private static final int MOST_LINES = 100_000;

  private final String sink;
  private final Path folder;
  private List<String> written = List.of();
  private boolean isFailing;

  /**
   * Names of a sink.
   *
   * @param folder may not exist yet
   */
  KnownNames(String sink, Path folder) {
    this.sink = sink;
    this.folder = folder;
  }

  /** The streams of earlier processes, by id; none where there is no file that can be read. */
  Map<String, StreamStates> read() {
    Map<String, StreamStates> streams = new TreeMap<>();
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return streams;
    }
    try (Stream<String> lines = Files.lines(file)) {
      written = lines.limit(MOST_LINES).toList();
    } catch (IOException | RuntimeException e) {
      LOG.warn("sink {}: can't read {}; states of earlier runs may stay at the broker", sink, file);
      return streams;
    }
    for (String line : written) {
      String[] parts = line.split("\t", 3);
      if (parts.length == 3) {
        add(streams.computeIfAbsent(parts[0], StreamStates::new), parts[1], parts[2]);
      }
    }
    return streams;
  }

  private static void add(StreamStates stream, String kind, String name) {
    switch (kind) {
      case LABEL -> stream.addLabel(name);
      case LINE -> stream.lines().add(name);
      case ZONE -> stream.zones().add(name);
      default -> {} // of a later version
    }
  }

  /** Writes the names where they are others than those of the file. */
  void write(Collection<StreamStates> streams) {
    List<String> lines = new ArrayList<>();
    for (StreamStates stream : streams) {
      stream.labels().forEach(name -> add(lines, stream, LABEL, name));
      stream.lines().forEach(name -> add(lines, stream, LINE, name));
      stream.zones().forEach(name -> add(lines, stream, ZONE, name));
    }
    if (lines.equals(written)) {
      return;
    }
    try {
      Files.createDirectories(folder);
      Path next = Files.write(folder.resolve(FILE + ".new"), lines);
      Files.move(next, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
      isFailing = false;
    } catch (IOException e) {
      if (!isFailing) {
        LOG.warn("sink {}: can't keep names of states: {}", sink, FileFailure.reason(e));
      }
      isFailing = true;
    }
    written = lines;
  }

  private static void add(List<String> lines, StreamStates stream, String kind, String name) {
    if (lines.size() < MOST_LINES && name.chars().noneMatch(c -> MessageText.isControl((char) c))) {
      lines.add(stream.id() + "\t" + kind + "\t" + name);
    }
  }
}
