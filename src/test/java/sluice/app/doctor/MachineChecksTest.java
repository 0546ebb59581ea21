package sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.app.doctor.Finding.Level;
import sluice.testing.ConfigText;

/** How Java, limits and memory are judged. */
class MachineChecksTest {
  private static final OptionalLong UNKNOWN = OptionalLong.empty();
  private static final Load NONE = new Load(0, 0, 0, 0);
  private static final Load MANY = new Load(100, 0, 200, 256);

  private static final Load ISOLATED = new Load(100, 50, 200, 256);
  private static final OptionalLong UNLIMITED = OptionalLong.of(Long.MAX_VALUE);

  @TempDir Path root;

  @Test
  void loads_growWithStreamsAndOutputs() {
    assertThat(NONE.files()).isEqualTo(256);
    assertThat(MANY.files()).isEqualTo(256 + 256 + 100 * 12 + 200 * 4);
    assertThat(ISOLATED.files() - MANY.files()).isEqualTo(50 * 3);
    assertThat(ISOLATED.memory() - MANY.memory()).isEqualTo(50 * 48L << 20);
    assertThat(MANY.heap()).isEqualTo(98 * Sizes.MIB);
    assertThat(MANY.memory()).isEqualTo((512 + 98 + 1200) * Sizes.MIB);
    assertThat(NONE.tasks()).isEqualTo(33);
    assertThat(MANY.tasks()).isEqualTo(33 + 100);
    assertThat(ISOLATED.tasks() - MANY.tasks()).isEqualTo(50 * 15);
    assertThat(MANY.text()).isEqualTo("100 streams");
  }

  @Test
  void processes_areThoseOfSourcesAndOfRecordedAddresses() throws IOException {
    String text =
        """
        sluice {
          security.isolation = network
          models.m { model = person-detection-hog }
          streams.a { source = "rtsp://10.0.0.1/x", model = m }
          streams.b { source = "rtsp://10.0.0.2/x", model = m
            recording { mode = continuous, source = "rtsp://10.0.0.2/main" } }
          streams.c { source = "rtsp://10.0.0.3/x", model = m
            recording { mode = off, source = "rtsp://10.0.0.3/main" } }
          streams.d { source = "demo:", model = m }
        }
        """;

    Load load = Load.of(Optional.of(ConfigText.of(root, text).fine()));

    assertThat(load.streams()).isEqualTo(4);
    assertThat(load.isolated()).isEqualTo(4);
  }

  @Test
  void sizes_haveAUnit() {
    assertThat(Sizes.text(0)).isEqualTo("0 MiB");
    assertThat(Sizes.text(Sizes.GIB - 1)).isEqualTo("1023 MiB");
    assertThat(Sizes.text(Sizes.GIB * 3 / 2)).isEqualTo("1.5 GiB");
  }

  @ParameterizedTest
  @CsvSource({"1024, 8192, OK", "4096, 8192, OK", "4097, 8192, WARNING", "97, 8192, WARNING"})
  void heap_isHeldAgainstStreamsAndMemory(long heap, long memory, Level level) {
    JavaCheck.Facts facts =
        new JavaCheck.Facts("25", "Maker", "/java", heap * Sizes.MIB, memory * Sizes.MIB);

    Finding found = new JavaCheck(facts, MANY).run().getFirst();

    assertThat(found.level()).isEqualTo(level);
    assertThat(found.found()).startsWith("Java 25 of Maker in /java, heap of at most ");
    assertThat(found.advice().contains("SLUICE_HEAP")).isEqualTo(level == Level.WARNING);
  }

  @ParameterizedTest
  @CsvSource({"2511, WARNING", "2512, OK"})
  void openFiles_areHeldAgainstStreams(long limit, Level level) {
    Finding found = LimitsCheck.openFiles(OptionalLong.of(limit), MANY);

    assertThat(found.level()).isEqualTo(level);
    assertThat(found.found())
        .contains("open files: " + limit + " at the most", "100 streams may want some 2512");
  }

  @Test
  void openFiles_withoutALimit_areFine() {
    assertThat(LimitsCheck.openFiles(OptionalLong.of(Long.MAX_VALUE), MANY))
        .isEqualTo(Finding.ok("open files: no limit; 100 streams may want some 2512"));
    assertThat(LimitsCheck.openFiles(UNKNOWN, MANY).level()).isEqualTo(Level.OK);
  }

  @ParameterizedTest
  @CsvSource({"882, WARNING", "883, WARNING", "1103, WARNING", "1104, OK"})
  void tasks_areHeldAgainstStreamsAndTheirProcesses(long limit, Level level) {
    Finding group = LimitsCheck.tasks(OptionalLong.of(limit), OptionalLong.of(limit + 1), ISOLATED);
    assertThat(group.level()).isEqualTo(level);
    assertThat(group.found())
        .contains(limit + " at the most, by the limit of the control group")
        .contains("100 streams may want some 883");
    assertThat(group.found().endsWith("that leaves little"))
        .isEqualTo(level == Level.WARNING && limit >= ISOLATED.tasks());
    assertThat(group.advice().contains("TasksMax")).isEqualTo(level == Level.WARNING);

    Finding user = LimitsCheck.tasks(OptionalLong.of(limit + 1), OptionalLong.of(limit), ISOLATED);
    assertThat(user.level()).isEqualTo(level);
    assertThat(user.found()).contains(limit + " at the most, by the limit of all that this user");
    assertThat(user.advice().contains("LimitNPROC")).isEqualTo(level == Level.WARNING);
  }

  @Test
  void tasks_withoutALimit_areFine() {
    Finding none = Finding.ok("threads and processes: no limit; 100 streams may want some 133");

    assertThat(LimitsCheck.tasks(UNLIMITED, UNLIMITED, MANY)).isEqualTo(none);
    assertThat(LimitsCheck.tasks(UNKNOWN, UNLIMITED, MANY)).isEqualTo(none);
    assertThat(LimitsCheck.tasks(UNKNOWN, OptionalLong.of(99), MANY).found())
        .contains("99 at the most, by the limit of all that this user runs");
    assertThat(LimitsCheck.tasks(UNKNOWN, UNKNOWN, MANY))
        .isEqualTo(Finding.ok("threads and processes: the limit is not known here"));
  }

  @Test
  void memory_isThatOfTheControlGroup_whereThatHasLess() {
    OptionalLong machine = OptionalLong.of(8 * Sizes.GIB);

    Finding little = LimitsCheck.memory(Sizes.GIB, machine, UNKNOWN, MANY);
    assertThat(little.level()).isEqualTo(Level.WARNING);
    assertThat(little.found())
        .startsWith("memory: 1.0 GiB of the machine's 8.0 GiB, by the limit of the control group");
    assertThat(little.advice()).contains("MemoryMax");

    Finding all = LimitsCheck.memory(8 * Sizes.GIB, machine, OptionalLong.of(4 * Sizes.GIB), MANY);
    assertThat(all)
        .isEqualTo(
            Finding.ok("memory: 8.0 GiB, 4.0 GiB not in use; 100 streams may want some 1.8 GiB"));
  }

  @Test
  void memoryThatOthersUse_isWarnedOf() {
    Finding found =
        LimitsCheck.memory(
            8 * Sizes.GIB, OptionalLong.of(8 * Sizes.GIB), OptionalLong.of(100 * Sizes.MIB), NONE);

    assertThat(found.level()).isEqualTo(Level.WARNING);
    assertThat(found.found()).contains("100 MiB not in use");
  }

  @Test
  void processors_areCounted() {
    assertThat(LimitsCheck.processors(2, OptionalInt.of(8)))
        .isEqualTo(Finding.ok("2 processors of the machine's 8"));
    assertThat(LimitsCheck.processors(4, OptionalInt.empty()))
        .isEqualTo(Finding.ok("4 processors"));
    assertThat(LimitsCheck.processors(1, OptionalInt.of(1)).level()).isEqualTo(Level.WARNING);
  }

  @Test
  void limits_areReadFromTheSystemsFiles() throws IOException {
    Files.createDirectories(root.resolve("proc/self"));
    Files.writeString(
        root.resolve("proc/self/limits"),
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max stack size            8388608              unlimited            bytes
        Max processes             16                   unlimited            processes
        Max open files            128                  4096                 files
        """);
    Files.writeString(root.resolve("proc/self/cgroup"), "0::/a\n");
    Files.writeString(
        Files.createDirectories(root.resolve("sys/fs/cgroup/a")).resolve("pids.max"), "17\n");
    Files.writeString(
        root.resolve("proc/meminfo"), "MemTotal: 999999999 kB\nMemAvailable:  999999998 kB\n");
    Files.writeString(root.resolve("proc/cpuinfo"), "processor\t: 0\n\n".repeat(999));

    List<Finding> found = new LimitsCheck(root, NONE).run();

    assertThat(found).hasSize(4);
    assertThat(found.get(0).level()).isEqualTo(Level.WARNING);
    assertThat(found.get(0).found()).startsWith("open files: 128 at the most");
    assertThat(found.get(1).level()).isEqualTo(Level.WARNING);
    assertThat(found.get(1).found())
        .contains(": 16 at the most, by the limit of all that this user");
    assertThat(found.get(2).found()).contains("of the machine's 953.7 GiB");
    assertThat(found.get(3).found()).endsWith("of the machine's 999");
  }

  @Test
  void withoutThoseFiles_nothingIsClaimed() {
    List<Finding> found = new LimitsCheck(root, NONE).run();

    assertThat(found.get(0).found()).isEqualTo("open files: the limit is not known here");
    assertThat(found.get(1).found())
        .isEqualTo("threads and processes: the limit is not known here");
    assertThat(found.get(2).found()).doesNotContain("of the machine's");
  }
}
