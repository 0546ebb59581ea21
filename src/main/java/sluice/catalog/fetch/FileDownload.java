package sluice.catalog.fetch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLException;
import sluice.catalog.Checksum;
import sluice.catalog.ModelFile;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;

/** Download of one file: attempts, backoff between them, and verification of the result. */
final class FileDownload {
  private static final int BUFFER = 1 << 16;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final String name;
  private final ModelFile file;
  private final URI address;
  private final PartialFile part;
  private final Transport transport;
  private final FetchSettings settings;
  private final FetchListener listener;

  FileDownload(
      String name,
      ModelFile file,
      URI address,
      PartialFile part,
      Transport transport,
      FetchSettings settings,
      FetchListener listener) {
    this.name = name;
    this.file = file;
    this.address = address;
    this.part = part;
    this.transport = transport;
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Completes the partial file; afterwards it is what the manifest promises.
   *
   * @throws IOException when it can't be written
   */
  void run() throws IOException, InterruptedException {
    boolean resumed = part.size() > 0;
    complete();
    Checksum sum = sum();
    if (!sum.equals(file.checksum()) && resumed) {
      // What an earlier run has left may have been of another version.
      part.restart();
      complete();
      sum = sum();
    }
    if (!sum.equals(file.checksum())) {
      part.discard();
      throw refused("has " + sum, "%s, as the manifest says".formatted(file.checksum()));
    }
  }

  private Checksum sum() throws IOException {
    return Checksum.of(part.path(), file.checksum().algorithm());
  }

  private void complete() throws IOException, InterruptedException {
    Duration pause = settings.firstPause();
    for (int attempt = 1; part.size() < file.bytes(); attempt++) {
      try {
        attempt();
      } catch (NetworkFailure failure) {
        if (Thread.interrupted()) {
          throw new InterruptedException("fetching was interrupted");
        }
        if (attempt >= settings.attempts()) {
          throw givenUp(attempt, failure);
        }
        Duration wait = failure.pause().orElse(pause);
        listener.retrying(failure.reason(), wait);
        Thread.sleep(wait);
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
      }
    }
  }

  private void attempt() throws IOException, InterruptedException {
    try (Download download = open()) {
      check(download.from(), download.total());
      if (download.from() != part.size()) {
        part.restart();
      }
      part.remember(download.validator());
      listener.started(name, file.bytes(), part.size());
      copy(download);
    }
  }

  private Download open() throws IOException, InterruptedException {
    Optional<String> validator = part.validator();
    long from = part.size();
    try {
      return transport.open(address, from, validator);
    } catch (IOException e) {
      throw new NetworkFailure(e);
    }
  }

  private void check(long from, OptionalLong total) throws IOException {
    if (total.isPresent() && total.getAsLong() != file.bytes()) {
      part.discard();
      throw refused("has " + total.getAsLong() + " bytes", promised());
    }
    if (from != 0 && from != part.size()) {
      throw new NetworkFailure(new IOException("sends bytes from " + from + " on"));
    }
  }

  /** Never writes more than was promised. */
  private void copy(Download download) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long done = part.size();
    // A server that gave the size is not read beyond it; any other has to end by itself.
    boolean sized = download.total().isPresent();
    while (!sized || done < file.bytes()) {
      int count = read(download, buffer);
      if (count < 0) {
        break;
      }
      if (done + count > file.bytes()) {
        part.discard();
        throw refused("has more than " + file.bytes() + " bytes", promised());
      }
      part.append(buffer, count);
      done += count;
      listener.progressed(done);
    }
    if (done < file.bytes()) {
      throw new NetworkFailure(
          new IOException("ended after %d of %d bytes".formatted(done, file.bytes())));
    }
  }

  private static int read(Download download, byte[] buffer) throws NetworkFailure {
    try {
      return download.bytes().read(buffer);
    } catch (IOException e) {
      throw new NetworkFailure(e);
    }
  }

  private String promised() {
    return file.bytes() + ", as the manifest says";
  }

  private SluiceException refused(String what, String expected) {
    return new SluiceException(
        ErrorCode.MODEL,
        "%s: %s %s (expected: %s); nothing of it was kept"
            .formatted(name, Redacted.of(address), what, expected));
  }

  private SluiceException givenUp(int attempts, NetworkFailure failure) throws IOException {
    return new SluiceException(
        ErrorCode.MODEL,
        "%s: %s %s, in %d of %d attempts (expected: the file); %d of %d bytes are kept, run the command again to go on"
            .formatted(
                name,
                Redacted.of(address),
                failure.reason(),
                attempts,
                settings.attempts(),
                part.size(),
                file.bytes()),
        failure);
  }

  /** The other side failed, not our disk. */
  private static final class NetworkFailure extends IOException {
    private static final long serialVersionUID = 1L;

    NetworkFailure(IOException cause) {
      super(cause);
    }

    Optional<Duration> pause() {
      return getCause() instanceof RetryLater later ? later.pause() : Optional.empty();
    }

    /** One line, without the address. */
    String reason() {
      Throwable cause = getCause();
      return switch (cause) {
        case HttpConnectTimeoutException _ -> "doesn't answer";
        case HttpTimeoutException _ -> "sends nothing";
        case ConnectException _ -> "can't be reached";
        case SSLException e -> "has no connection that can be trusted: " + e.getMessage();
        case null -> "fails";
        default -> Failures.reason(cause);
      };
    }
  }
}
