package sluice.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;

/** A temporary folder for compiled models and what a service keeps, deleted when it is closed. */
record BenchCache(Path folder) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BenchCache.class);

  /**
   * Makes it.
   *
   * @throws SluiceException of code ENVIRONMENT when the folder for temporary files takes none
   */
  static BenchCache create() {
    try {
      return new BenchCache(Files.createTempDirectory("sluice-bench"));
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.ENVIRONMENT,
          "no folder can be made in %s for compiled models: %s; make room, or name another with -Djava.io.tmpdir in SLUICE_OPTS"
              .formatted(System.getProperty("java.io.tmpdir"), e),
          e);
    }
  }

  /** The part of one device; made by OpenVINO. */
  Path of(String device) {
    return folder.resolve(device.replaceAll("\\W", "_"));
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      LOG.warn("{} can't be removed: {}", folder, FileFailure.reason(e));
    }
  }
}
