package sluice.catalog.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** Transport for local files, for mirrors that are folders. */
final class FileTransport implements Transport {

  @Override
  public Download open(URI address, long from, Optional<String> validator) throws IOException {
    Path file = Path.of(address);
    if (!Files.isRegularFile(file)) {
      throw new SluiceException(
          ErrorCode.MODEL,
          "the mirror has no file " + file + " (expected: NAME/PRECISION/FILE below it)");
    }
    FileChannel channel = FileChannel.open(file);
    try {
      long size = channel.size();
      long start = Math.min(from, size);
      InputStream bytes = Channels.newInputStream(channel.position(start));
      return new Download(bytes, start, OptionalLong.of(size), Optional.empty());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
