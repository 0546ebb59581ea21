package sluice.core.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileFailureTest {
  @Test
  void reasons_nameNoClass() {
    List<IOException> all =
        List.of(
            new NoSuchFileException("x"),
            new AccessDeniedException("x"),
            new NotDirectoryException("x"),
            new DirectoryNotEmptyException("x"),
            new FileAlreadyExistsException("x"),
            new FileSystemLoopException("x"),
            new NotLinkException("x"),
            new MalformedInputException(1),
            new EOFException(),
            new FileSystemException("x"),
            new IOException(),
            new IOException(" "));
    assertThat(all)
        .extracting(FileFailure::reason)
        .doesNotContainNull()
        .noneMatch(reason -> reason.contains("Exception") || reason.isBlank());
  }

  @Test
  void systemsOwnReason_isKept() {
    assertThat(FileFailure.reason(new FileSystemException("x", null, "No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(FileFailure.reason(new IOException("Broken pipe"))).isEqualTo("Broken pipe");
  }

  @Test
  void fileThatIsNotThere_isSaidInWords() {
    IOException failure =
        catchThrowableOfType(IOException.class, () -> Files.readString(Path.of("/proc/x.mp4")));
    assertThat(FileFailure.reason(failure)).isEqualTo("it does not exist");
  }
}
