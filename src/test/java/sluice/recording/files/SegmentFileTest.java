package sluice.recording.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SegmentFileTest {
  private static final Instant START = Instant.parse("2026-11-28T14:00:00Z");
  private static final SegmentPath PATH = new SegmentPath("yard", START, START);

  @TempDir Path folder;

  private static String mode(Path place) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(place));
  }

  @Test
  void finishedFile_hasInitAndFragments_inOrder() throws IOException {
    try (SegmentFile file = SegmentFile.create(folder, PATH, new byte[] {1, 2})) {
      file.append(new byte[] {3, 4, 5});
      file.append(ByteBuffer.allocateDirect(2).put((byte) 6).put((byte) 7).flip());
      assertThat(file.bytes()).isEqualTo(7);
      assertThat(file.fragments()).isEqualTo(2);
      file.finish();
      assertThat(file.file()).isEqualTo(PATH.in(folder));
    }

    assertThat(PATH.in(folder)).hasBinaryContent(new byte[] {1, 2, 3, 4, 5, 6, 7});
  }

  @Test
  void fileAndFolders_areForThisUserAlone() throws IOException {
    try (SegmentFile file = SegmentFile.create(folder, PATH, new byte[1])) {
      assertThat(mode(file.file())).isEqualTo("rw-------");
    }
    assertThat(mode(folder.resolve("yard"))).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("yard/2026-11-28"))).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("yard/2026-11-28/14"))).isEqualTo("rwx------");
  }

  @Test
  void fileThatExists_isNotTouched() throws IOException {
    Path there = TestSegment.write(folder, PATH, new byte[] {9});

    assertThatThrownBy(() -> SegmentFile.create(folder, PATH, new byte[1]))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(there).hasBinaryContent(new byte[] {9});
  }

  @Test
  void storeThatIsNotThere_isNotMade() {
    Path store = folder.resolve("unmounted");

    assertThatThrownBy(() -> SegmentFile.create(store, PATH, new byte[1]))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(store).doesNotExist();
  }

  @Test
  void fileWithoutFragment_isDeletedOnClose_andNeverFinished() throws IOException {
    SegmentFile file = SegmentFile.create(folder, PATH, new byte[5]);
    assertThatThrownBy(file::finish).isInstanceOf(IllegalStateException.class);
    assertThat(file.file()).exists();

    file.close();
    file.close();

    assertThat(file.file()).doesNotExist();
  }

  @Test
  void fileThatIsClosedBeforeItsEnd_staysWithItsFragments() throws IOException {
    SegmentFile file = SegmentFile.create(folder, PATH, new byte[5]);
    file.append(new byte[3]);

    file.close();

    assertThat(file.file()).hasSize(8);
    assertThatThrownBy(() -> file.append(new byte[3])).isInstanceOf(IOException.class);
    assertThat(file.bytes()).isEqualTo(8);
  }

  @Test
  void closeAfterFinish_doesNothing() throws IOException {
    SegmentFile file = SegmentFile.create(folder, PATH, new byte[5]);
    file.append(new byte[3]);
    file.finish();
    Files.delete(file.file());

    file.close();

    assertThat(file.file()).doesNotExist();
  }

  @Test
  void foldersThatAreRemovedMeanwhile_areMadeAgain() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Path hour = PATH.in(folder).getParent();
      Future<?> remover =
          threads.submit(
              () -> {
                while (!Thread.currentThread().isInterrupted()) {
                  SegmentDeletion.delete(folder, List.of(PATH.text()));
                }
              });
      try {
        for (int i = 1; i <= 300; i++) {
          SegmentPath path = new SegmentPath("yard", START, START.plusMillis(i));
          try (SegmentFile file = SegmentFile.create(folder, path, new byte[1])) {
            assertThat(file.file()).exists();
          }
        }
      } finally {
        remover.cancel(true);
      }
      assertThat(hour.getParent().getParent()).isDirectory();
    }
  }

  @Test
  void filesOfManyStreams_areMadeAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Path>> made =
          IntStream.range(0, 100)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            Instant start = START.plusSeconds(i);
                            SegmentPath path = new SegmentPath("yard", START, start);
                            try (SegmentFile file = SegmentFile.create(folder, path, new byte[1])) {
                              file.append(new byte[1]);
                              file.finish();
                              return file.file();
                            }
                          }))
              .toList();
      for (Future<Path> file : made) {
        assertThat(file.get()).hasSize(2);
      }
    }
  }
}
