package sluice.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.bench.BenchResult;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;

/**
 * A benchmark's report: a folder with {@code index.html}, which needs no other file, and the charts
 * in it as PNG beside it.
 */
public final class BenchReport {
  private static final Logger LOG = LoggerFactory.getLogger(BenchReport.class);
  private static final String PAGE = "index.html";

  private BenchReport() {}

  /**
   * What was written.
   *
   * @param page the page to open
   * @param charts pictures beside it; none where this system can't draw them
   * @param missing why there are no charts, and what to do
   */
  public record Written(Path page, List<Path> charts, Optional<String> missing) {

    /** Keeps its own copy of the list. */
    public Written {
      charts = List.copyOf(charts);
    }
  }

  /**
   * Refuses a folder that can't be written or holds what would be overwritten; to be asked before
   * anything is measured. Makes nothing.
   *
   * @param folder of the report; is made where it isn't there, its parent is not
   * @param force whether an earlier report there may be replaced
   * @throws SluiceException OUTPUT that says what is in the way
   */
  public static void check(Path folder, boolean force) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Path parent = folder.toAbsolutePath().getParent();
      if (parent == null || !Files.isDirectory(parent)) {
        throw refused(folder, "there is no folder " + parent, "make it first, or write elsewhere");
      }
      requireWritable(folder, parent);
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw refused(folder, "it is no folder", "name a folder");
    }
    requireWritable(folder, folder);
    for (String name : names()) {
      Path file = folder.resolve(name);
      if (Files.isDirectory(file)) {
        throw refused(file, "it is a folder", "choose another folder");
      }
      if (!force && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw refused(
            file, "it exists", "remove it, choose another folder, or use --force to overwrite it");
      }
    }
  }

  private static void requireWritable(Path folder, Path place) {
    if (!Files.isWritable(place)) {
      throw refused(folder, "the folder " + place + " is write-protected", "write elsewhere");
    }
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    names.add(PAGE);
    names.addAll(Charts.FILES);
    return names;
  }

  /**
   * Writes a report; each file appears under its name when it is complete, the page last. Where
   * charts can't be drawn, as on a system without fonts, the page is written without them and says
   * so.
   *
   * @throws SluiceException OUTPUT as {@link #check}, or when a file can't be written
   */
  public static Written write(BenchResult result, Path folder, boolean force) {
    check(folder, force);
    List<Chart> charts = List.of();
    Optional<String> missing = Optional.empty();
    try {
      charts = Charts.of(result);
    } catch (RuntimeException | LinkageError | InternalError failure) {
      // The JDK reports missing fonts in any of these ways.
      LOG.debug("charts can't be drawn", failure);
      missing =
          Optional.of(
              "this system can't draw text (%s); install fontconfig and a font, such as DejaVu"
                  .formatted(failure));
    }
    List<Path> files = new ArrayList<>();
    makeFolder(folder);
    for (Chart chart : charts) {
      files.add(write(folder, chart.file(), chart.light()));
    }
    String page = ReportPage.of(result, charts, missing);
    return new Written(write(folder, PAGE, page.getBytes(StandardCharsets.UTF_8)), files, missing);
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.OUTPUT,
          "can't make the folder %s: %s; write elsewhere".formatted(folder, FileFailure.reason(e)),
          e);
    }
  }

  private static Path write(Path folder, String name, byte[] content) {
    Path part = folder.resolve(name + ".part");
    Path file = folder.resolve(name);
    try {
      Files.write(part, content);
      return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.OUTPUT,
          "can't write %s: %s; make room or write elsewhere".formatted(file, FileFailure.reason(e)),
          e);
    }
  }

  private static SluiceException refused(Path file, String reason, String advice) {
    return new SluiceException(
        ErrorCode.OUTPUT, "can't write " + file + ": " + reason + "; " + advice);
  }
}
