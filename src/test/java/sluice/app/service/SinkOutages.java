package sluice.app.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import sluice.testing.ApiClient;
import sluice.testing.BrightClip;
import sluice.testing.ServiceChild;
import sluice.testing.TinySsd;
import sluice.testing.servers.FarSides;
import sluice.testing.servers.TestServer;

/**
 * A service whose streams tell of every frame to sinks of all types, while the servers of these are
 * killed and come back, and the service is killed too: what arrives is what was in the spools.
 */
final class SinkOutages implements AutoCloseable {
  /** The streams, by their delivery. */
  static final List<String> STREAMS = List.of("every", "latest");

  private static final Pattern ID =
      Pattern.compile("\\{\"id\":\"([A-Za-z0-9_-]+)\",\"type\":\"detections\"");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path folder;
  private final FarSides servers = new FarSides();
  private final Map<String, Set<String>> spooled = new HashMap<>();
  private final List<Long> resident = new ArrayList<>();
  private @Nullable ServiceChild service;
  private ApiClient client;
  private int lives;

  /**
   * Starts servers and service.
   *
   * @param fps frames of each stream a second
   */
  SinkOutages(Path folder, int fps) throws IOException, InterruptedException {
    this.folder = folder;
    try {
      servers.start();
      configure(fps);
      startService();
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void configure(int fps) throws IOException {
    Path model = TinySsd.write(folder);
    Path clip = BrightClip.of().rate(fps).write(folder.resolve("clip.mkv"), 10 * BrightClip.PERIOD);
    Files.writeString(
        folder.resolve("outages.conf"),
        """
        sluice {
          data-dir = "%1$s/data"
          http { port = 0, limits.requests-per-second = 1000 }
          models.tiny { model = "%2$s", requests = 1, cache-dir = "%1$s/compiled" }
          sinks {
            %3$s
          }
          defaults { model = tiny, sinks = %4$s, loop = true, realtime = true }
          streams {
            every { source = "%5$s", delivery = every }
            latest { source = "%5$s", delivery = latest }
          }
        }
        """
            .formatted(
                folder,
                model,
                servers.sinks("only = all, filters.kinds = [detections]"),
                servers.names(),
                clip));
  }

  private void startService() throws IOException {
    lives++;
    service = ServiceChild.start(folder.resolve("outages.conf"), folder.resolve("log-" + lives));
    client = new ApiClient(service.port());
    Awaitility.await("frames").atMost(PATIENCE).until(() -> inferred() > 0);
  }

  /** Frames inferred in this life of the service. */
  double inferred() {
    return STREAMS.stream().mapToDouble(id -> status(id).path("frames-inferred").asDouble()).sum();
  }

  private JsonNode status(String stream) {
    return client.stream(stream).json().required("status");
  }

  /** Lets it run for a while; gives the frames inferred a second. */
  double run(Duration length) throws InterruptedException {
    double before = inferred();
    long begin = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(length.toNanos());
    double rate = (inferred() - before) * 1e9 / (System.nanoTime() - begin);
    resident.add(service.counted("VmRSS"));
    return rate;
  }

  /** Kilobytes of memory in use after each {@link #run}. */
  List<Long> resident() {
    return resident;
  }

  /** Kills all servers. */
  void killServers() throws InterruptedException {
    servers.kill();
  }

  /** Starts them again, and waits until all is delivered that came before they were there. */
  void startServers() throws InterruptedException {
    servers.start();
    Instant back = Instant.now();
    Awaitility.await("all is delivered")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> sinks().noneMatch(sink -> hasWaitedSince(sink, back)));
  }

  private static boolean hasWaitedSince(JsonNode sink, Instant time) {
    JsonNode oldest = sink.required("oldest-waiting");
    return !oldest.isNull() && Instant.parse(oldest.asText()).isBefore(time);
  }

  /** How the sinks of all streams are. */
  private Stream<JsonNode> sinks() {
    return STREAMS.stream()
        .flatMap(id -> StreamSupport.stream(status(id).path("sinks").spliterator(), false));
  }

  /** Messages that wait in the spools. */
  long waiting() {
    return sinks().mapToLong(sink -> sink.path("waiting").asLong()).sum();
  }

  /** Kills the service, notes what was in the spools, and starts it again. */
  void killService() throws IOException {
    endLife();
    service.close();
    note();
    startService();
  }

  /** Ends the service in order once all is delivered; gives its exit code. */
  int end() throws IOException, InterruptedException {
    for (String id : STREAMS) {
      client.send("POST", ApiClient.STREAMS + "/" + id + "/pause", "");
    }
    Awaitility.await("nothing waits").atMost(PATIENCE).until(() -> waiting() == 0);
    endLife();
    int code = service.end();
    note();
    return code;
  }

  private void endLife() {
    client.close();
  }

  /** Ids that the spools have on the disk, acknowledged ones too, by sink and stream. */
  private void note() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("data/spool"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Matcher ids = ID.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        String stream = String.valueOf(file.getParent().getFileName());
        String sink = String.valueOf(file.getParent().getParent().getFileName());
        Set<String> known =
            spooled.computeIfAbsent(sink + "/" + stream, _ -> new LinkedHashSet<>());
        ids.results().forEach(found -> known.add(found.group(1)));
      }
    }
  }

  /**
   * What arrived of a stream at a sink's server.
   *
   * @param spooled ids that were found in its spool when the service had ended
   * @param received ids in the order of their arrival, with duplicates
   */
  record Arrival(String sink, String stream, Set<String> spooled, List<String> received) {

    /** Arrivals of what had arrived. */
    long duplicates() {
      return received.size() - distinct().size();
    }

    private List<String> distinct() {
      return received.stream().distinct().toList();
    }

    /** Ids of the spool that did not arrive. */
    long missing() {
      Set<String> left = new LinkedHashSet<>(spooled);
      left.removeAll(Set.copyOf(received));
      return left.size();
    }

    /**
     * Frames between the first and the last of each run that neither arrived nor were in a spool.
     */
    long gaps() {
      long gaps = 0;
      String run = "";
      long last = 0;
      for (String id : distinct()) {
        long frame = frame(id);
        if (run.equals(runOf(id))) {
          gaps += Math.max(0, frame - last - 1);
        }
        run = runOf(id);
        last = frame;
      }
      return gaps;
    }

    /** First arrivals that came after a later one of their stream. */
    long outOfOrder() {
      long wrong = 0;
      Set<String> ended = new LinkedHashSet<>();
      String run = "";
      long last = 0;
      for (String id : distinct()) {
        if (!run.equals(runOf(id))) {
          wrong += ended.contains(runOf(id)) ? 1 : 0;
          ended.add(run);
          run = runOf(id);
        } else if (frame(id) <= last) {
          wrong++;
        }
        last = frame(id);
      }
      return wrong;
    }

    private static String runOf(String id) {
      return id.substring(0, id.lastIndexOf('-'));
    }

    private static long frame(String id) {
      return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
    }
  }

  /** What arrived, of each stream at each server; they run. */
  List<Arrival> arrivals() {
    List<Arrival> all = new ArrayList<>();
    for (Map.Entry<String, TestServer> server : servers.all().entrySet()) {
      for (String stream : STREAMS) {
        all.add(
            new Arrival(
                server.getKey(),
                stream,
                spooled.getOrDefault(server.getKey() + "/" + stream, Set.of()),
                server.getValue().received(stream)));
      }
    }
    return all;
  }

  @Override
  public void close() {
    Optional.ofNullable(service).ifPresent(ServiceChild::close);
    servers.close();
  }
}
