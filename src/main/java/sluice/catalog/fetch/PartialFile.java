package sluice.catalog.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import sluice.catalog.ModelFile;

/**
 * Partial file, which has a temporary name until it is complete and verified: {@code model.bin} is
 * {@code .model.bin.part} while it grows. Beside it stands of which version its bytes are ({@code
 * .model.bin.part.txt}), so that a later run can go on. Its user holds the model's lock.
 */
final class PartialFile implements AutoCloseable {
  private final Path target;
  private final Path part;
  private final Path notes;
  private final String identity;
  private final FileChannel channel;

  private PartialFile(Path target, Path part, Path notes, String identity, FileChannel channel) {
    this.target = target;
    this.part = part;
    this.notes = notes;
    this.identity = identity;
    this.channel = channel;
  }

  /**
   * Opens what an earlier run has left, or begins anew where it left bytes of another file.
   *
   * @param address where the bytes come from
   * @throws IOException when it can't be written
   */
  static PartialFile open(Path folder, ModelFile file, String address) throws IOException {
    Path target = file.in(folder);
    Path part = folder.resolve("." + file.name() + ".part");
    Path notes = folder.resolve("." + file.name() + ".part.txt");
    String identity = file.checksum() + " " + address;
    FileChannel channel =
        FileChannel.open(
            part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    PartialFile opened = new PartialFile(target, part, notes, identity, channel);
    try {
      List<String> lines = opened.lines();
      if (lines.isEmpty() || !lines.getFirst().equals(identity) || channel.size() > file.bytes()) {
        opened.restart();
      }
      return opened;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private List<String> lines() throws IOException {
    return Files.isRegularFile(notes) ? Files.readAllLines(notes) : List.of();
  }

  /** The bytes that are there. */
  long size() throws IOException {
    return channel.size();
  }

  /** Of which version they are; empty when the other side didn't say. */
  Optional<String> validator() throws IOException {
    return lines().stream().skip(1).findFirst();
  }

  /** Throws away what is there. */
  void restart() throws IOException {
    Files.deleteIfExists(notes);
    channel.truncate(0);
  }

  /** Keeps for a later run of which version the bytes are. */
  void remember(Optional<String> validator) throws IOException {
    String text = validator.map(version -> identity + "\n" + version).orElse(identity) + "\n";
    Files.writeString(notes, text, StandardCharsets.UTF_8);
  }

  /** Appends bytes. */
  void append(byte[] bytes, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
    channel.position(channel.size());
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Where the bytes are. */
  Path path() {
    return part;
  }

  /** Gives the file its name, once its bytes are on the disk; replaces what has the name. */
  void publish() throws IOException {
    channel.force(true);
    channel.close();
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(notes);
  }

  /** Removes it. */
  void discard() throws IOException {
    channel.close();
    Files.deleteIfExists(notes);
    Files.deleteIfExists(part);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
