package sluice.catalog.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Download in progress: the bytes of a file as they arrive.
 *
 * @param bytes closed by the caller that opened the download
 * @param from which byte of the file comes first
 * @param total the whole file's size, where the server reports it
 * @param validator by which the other side knows this version of the file
 */
record Download(InputStream bytes, long from, OptionalLong total, Optional<String> validator)
    implements Closeable {

  /** Ends it; a failure to end is none of the file's. */
  @Override
  public void close() {
    try {
      bytes.close();
    } catch (IOException e) {
      // What was read is held to its sum; what was not is of no interest any more.
    }
  }
}
