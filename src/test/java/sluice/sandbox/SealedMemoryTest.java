package sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SealedMemoryTest {
  private static final long BYTES = 8192;
  private static final String NAME = "sealed-memory-test";

  private static final int GET_SEALS = 1034;

  /** Further seals, shrinking, growing; being executed. */
  private static final long ALL_SEALS = 1 | 2 | 4 | 0x20;

  private int openBefore;

  @BeforeEach
  void onLinux() {
    assumeTrue(Kernel.IS_KNOWN, "shared memory is made on Linux, on x86-64 and aarch64");
    openBefore = SealedMemory.open();
  }

  @AfterEach
  void nothingIsLeftOpen() {
    if (Kernel.IS_KNOWN) {
      assertThat(SealedMemory.open()).isEqualTo(openBefore);
    }
  }

  @Test
  void isReadWhereItWasWritten() throws IOException {
    try (SealedMemory memory = SealedMemory.create(NAME, BYTES)) {
      MemorySegment written = SealedMemory.mapDescriptor(descriptor(memory));
      MemorySegment read = memory.mapReadOnly();
      written.set(ValueLayout.JAVA_LONG, BYTES - Long.BYTES, 42);

      assertThat(written.byteSize()).isEqualTo(BYTES);
      assertThat(read.byteSize()).isEqualTo(BYTES);
      assertThat(read.get(ValueLayout.JAVA_LONG, BYTES - Long.BYTES)).isEqualTo(42);
      assertThat(read.isReadOnly()).isTrue();

      SealedMemory.unmap(written);
      SealedMemory.unmap(read);
    }
  }

  @Test
  void keepsItsSize() {
    try (SealedMemory memory = SealedMemory.create(NAME, BYTES)) {
      int descriptor = descriptor(memory);
      assertThat(Kernel.call(SystemCall.FTRUNCATE, descriptor, 1)).isEqualTo(-Errno.EPERM);
      assertThat(Kernel.call(SystemCall.FTRUNCATE, descriptor, 2 * BYTES)).isEqualTo(-Errno.EPERM);
      assertThat(Kernel.call(SystemCall.FTRUNCATE, descriptor, BYTES)).isZero();
    }
  }

  /** A kernel may be told to make no other memory. */
  @Test
  void isNeverAProgram() throws IOException {
    try (Arena arena = Arena.ofConfined();
        SealedMemory memory = SealedMemory.create(NAME, BYTES)) {
      long probe =
          Kernel.call(
              SystemCall.MEMFD_CREATE,
              arena.allocateFrom(NAME).address(),
              SealedMemory.NEVER_EXECUTED);
      assumeTrue(probe >= 0, "kernels seal memory against that from 6.3 on");
      Descriptors.close(probe);
      assertThat(Kernel.call(SystemCall.FCNTL, descriptor(memory), GET_SEALS)).isEqualTo(ALL_SEALS);
      assertThat(Files.getPosixFilePermissions(memory.inheritable().toPath()))
          .doesNotContain(
              PosixFilePermission.OWNER_EXECUTE,
              PosixFilePermission.GROUP_EXECUTE,
              PosixFilePermission.OTHERS_EXECUTE);
    }
  }

  @Test
  void keepsItsSizeInAChild() throws Exception {
    try (SealedMemory memory = SealedMemory.create(NAME, BYTES)) {
      Process child =
          new ProcessBuilder("truncate", "-s", "1", "/proc/self/fd/1")
              .redirectOutput(Redirect.appendTo(memory.inheritable()))
              .start();
      String said = new String(child.getErrorStream().readAllBytes());
      assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isNotZero();
      assertThat(said).contains("not permitted");
    }
  }

  @Test
  void isWrittenByAChild() throws Exception {
    try (SealedMemory memory = SealedMemory.create(NAME, BYTES)) {
      Process child =
          new ProcessBuilder("sh", "-c", "printf x 1<>/proc/self/fd/1")
              .redirectOutput(Redirect.appendTo(memory.inheritable()))
              .start();
      assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
      MemorySegment read = memory.mapReadOnly();
      assertThat(read.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 'x');
      SealedMemory.unmap(read);
    }
  }

  @Test
  void mappingOutlivesTheDescriptor() throws IOException {
    SealedMemory memory = SealedMemory.create(NAME, BYTES);
    MemorySegment read = memory.mapReadOnly();
    memory.close();
    memory.close();

    assertThat(read.get(ValueLayout.JAVA_BYTE, 0)).isZero();
    assertThat(mappings()).isEqualTo(1);
    SealedMemory.unmap(read);
    assertThat(mappings()).isZero();
    assertThatThrownBy(memory::mapReadOnly)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void whatIsNoMemoryIsNotMapped() {
    assertThatThrownBy(() -> SealedMemory.mapDescriptor(9999))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("shared memory: there is no such file");
  }

  private static long mappings() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.filter(line -> line.contains(NAME)).count();
    }
  }

  private static int descriptor(SealedMemory memory) {
    return Integer.parseInt(memory.inheritable().getName());
  }
}
