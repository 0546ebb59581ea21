package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.ServiceChild;

/** A service on its own has nothing of a cluster. */
@Timeout(200)
@EnabledOnOs(OS.LINUX)
class ClusterOffIT {
  private static final String LISTENS = "0A";

  @TempDir Path folder;

  @Test
  void serviceOnItsOwn_loadsNothingOfTheCluster_andHasOnePortAndNoThreadOfIt() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("service.conf"),
            """
            sluice {
              http.port = 0
              data-dir = "%s"
              sinks.files { type = json-lines, path = "%s" }
              streams.a { source = "demo:", sinks = [files], detect-fps = 5 }
            }
            """
                .formatted(folder.resolve("data"), folder.resolve("{stream}.jsonl")));
    Path classes = folder.resolve("classes.log");
    try (ServiceChild service =
        ServiceChild.launch(
            file,
            folder.resolve("service.log"),
            Map.of(),
            "-Dsluice.home=" + Path.of("").toAbsolutePath(),
            "-Xlog:class+load:file=" + classes + ":none:filecount=0")) {
      service.port();
      service.awaitResults("a");

      assertThat(service.threads("sluice-cluster")).isZero();
      assertThat(service.threads("sluice-clock")).isZero();
      assertThat(listeningSockets(service.pid())).isEqualTo(1);
      service.signal("TERM");
      service.exitCode();
    }

    List<String> loaded = Files.readAllLines(classes);
    assertThat(loaded).anyMatch(line -> line.contains("sluice.service.Guardian"));
    assertThat(loaded)
        .noneMatch(line -> line.contains("org.apache.pekko.cluster"))
        .noneMatch(line -> line.contains("org.apache.pekko.remote."))
        .noneMatch(line -> line.contains("org.apache.pekko.serialization.jackson"))
        .noneMatch(line -> line.contains("com.fasterxml.jackson.databind"))
        .noneMatch(line -> line.contains("sluice.cluster.ClusterMembership"))
        .noneMatch(line -> line.contains("sluice.http.NodeServer"))
        .noneMatch(line -> line.contains("sluice.http.cluster.ClusterFront"))
        .noneMatch(line -> line.contains("sluice.http.cluster.NodeClient"));
  }

  /** TCP sockets of a process that wait for connections. */
  private static long listeningSockets(long pid) throws IOException {
    Set<String> inodes = new HashSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", table))) {
        String[] columns = line.strip().split("\\s+");
        if (columns.length > 9 && columns[3].equals(LISTENS)) {
          inodes.add("socket:[" + columns[9] + "]");
        }
      }
    }
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return open.filter(each -> inodes.contains(target(each))).count();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }
}
