package sluice.catalog.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import sluice.catalog.Manifest;
import sluice.catalog.ModelFile;
import sluice.catalog.Precision;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;

/**
 * Downloader of model files. Any number of threads and processes may fetch the same ones: one of
 * them does, the others wait and find them. One instance is for one thread.
 */
public final class Fetcher implements AutoCloseable {
  private final FetchSettings settings;
  private final FetchListener listener;
  private final HttpTransport http;
  private final FileTransport files = new FileTransport();

  /**
   * A fetcher.
   *
   * @param environment the process's variables, for proxies
   */
  public Fetcher(FetchSettings settings, FetchListener listener, Map<String, String> environment) {
    this.settings = settings;
    this.listener = listener;
    this.http = new HttpTransport(settings, environment);
  }

  /**
   * What was done.
   *
   * @param folder where the files are
   * @param fetched files that were not there, or wrong, and now are right
   * @param kept files that were there and right
   */
  public record Outcome(Path folder, int fetched, int kept) {}

  /**
   * Sees to it that a model's files in a precision are there and right. Files that are, are left
   * alone. What a failed or interrupted call has got is kept for the next one.
   *
   * @throws SluiceException of code MODEL when a file can't be had or isn't what the manifest
   *     promises, of code OUTPUT when it can't be written
   * @throws InterruptedException when the thread is interrupted
   */
  public Outcome fetch(Manifest manifest, Precision precision) throws InterruptedException {
    Path folder = precision.folder(settings.root(), manifest.name());
    String model = manifest.name() + "/" + precision.name();
    int fetched = 0;
    try (ModelLock _ = ModelLock.take(folder, () -> listener.waiting(model))) {
      for (ModelFile file : precision.files()) {
        if (file.check(folder) != ModelFile.State.RIGHT) {
          fetch(manifest, precision, file, folder);
          fetched++;
        }
      }
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw interrupted(e);
      }
      throw unwritable(folder, e);
    }
    return new Outcome(folder, fetched, precision.files().size() - fetched);
  }

  private void fetch(Manifest manifest, Precision precision, ModelFile file, Path folder)
      throws IOException, InterruptedException {
    URI address =
        settings
            .mirror()
            .map(mirror -> mirror.address(manifest, precision, file))
            .orElse(file.url());
    Transport transport = "file".equalsIgnoreCase(address.getScheme()) ? files : http;
    try (PartialFile part = PartialFile.open(folder, file, address.toString())) {
      String name = String.join("/", manifest.name(), precision.name(), file.name());
      FileDownload download =
          new FileDownload(name, file, address, part, transport, settings, listener);
      download.run();
      part.publish();
    }
  }

  private static InterruptedException interrupted(IOException cause) {
    InterruptedException failure = new InterruptedException("fetching was interrupted");
    failure.initCause(cause);
    return failure;
  }

  private static SluiceException unwritable(Path folder, IOException cause) {
    String reason = FileFailure.reason(cause);
    boolean isFolder = Files.isDirectory(folder);
    return new SluiceException(
        ErrorCode.OUTPUT,
        "can't write to %s: %s (expected: %s); --dir names another one"
            .formatted(
                folder,
                reason,
                isFolder
                    ? "a folder that can be written, with room"
                    : "a folder, or a place for one"),
        cause);
  }

  /** Ends connections that are open. */
  @Override
  public void close() {
    http.close();
  }
}
