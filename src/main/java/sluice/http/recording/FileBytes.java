package sluice.http.recording;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import sluice.core.recording.TimePatch;

/**
 * A part of a file, read piece by piece when the client takes them. On threads that may be blocked,
 * one at a time for a part: not on Pekko's, which start streams too.
 */
final class FileBytes {
  private static final int PIECE = 64 << 10;

  private final FileChannel channel;
  private final List<TimePatch> patches;
  private long at;
  private long left;

  private FileBytes(FileChannel channel, ByteRange range, List<TimePatch> patches) {
    this.channel = channel;
    this.patches = patches;
    this.at = range.first();
    this.left = range.length();
  }

  /**
   * The bytes of a range. Fails where the file can't be read, or ends before the range does.
   *
   * @param patches are given instead of the bytes that the file has there, in their order
   * @param threads open, read and close it
   */
  static Source<ByteString, NotUsed> of(
      Path file, ByteRange range, List<TimePatch> patches, Executor threads) {
    return Source.unfoldResourceAsync(
        () ->
            done(
                threads,
                () ->
                    new FileBytes(FileChannel.open(file, StandardOpenOption.READ), range, patches)),
        open -> done(threads, open::next),
        open -> done(threads, open::close));
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  private static <T> CompletionStage<T> done(Executor threads, Step<T> step) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return step.run();
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        threads);
  }

  private Optional<ByteString> next() throws IOException {
    if (left == 0) {
      return Optional.empty();
    }
    ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, left));
    int read = channel.read(piece, at);
    if (read < 0) {
      throw new EOFException("the file was cut");
    }
    patch(piece.array(), read);
    at += read;
    left -= read;
    return Optional.of(ByteString.fromArrayUnsafe(piece.array(), 0, read));
  }

  private void patch(byte[] piece, int length) {
    for (TimePatch patch : patches) {
      for (int i = 0; i < Long.BYTES; i++) {
        long place = patch.offset() + i - at;
        if (place >= 0 && place < length) {
          piece[(int) place] = (byte) (patch.value() >>> ((Long.BYTES - 1 - i) * Byte.SIZE));
        }
      }
    }
  }

  private Done close() throws IOException {
    channel.close();
    return Done.getInstance();
  }
}
