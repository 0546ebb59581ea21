package sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which limit of threads and processes is taken from the files of control groups. */
class ControlGroupsTest {
  @TempDir Path root;

  @Test
  void theTightestGroup_upToTheOutermost_counts() throws IOException {
    in("0::/system.slice/sluice.service\n");
    limit("", "900");
    limit("system.slice", "800");
    limit("system.slice/sluice.service", "max");
    limit("other.slice", "7");
    assertThat(tasks()).hasValue(800);

    limit("", "700");
    assertThat(tasks()).hasValue(700);

    limit("system.slice/sluice.service", "600");
    assertThat(tasks()).hasValue(600);
  }

  @Test
  void nothingAboveTheMountPointIsRead() throws IOException {
    in("0::/../../a\n");
    Files.writeString(folder("sys/fs").resolve("pids.max"), "3\n");
    Files.writeString(folder("sys/a").resolve("pids.max"), "4\n");
    assertThat(tasks()).isEmpty();

    in("0::/a\n");
    limit("", "max");
    assertThat(tasks()).hasValue(Long.MAX_VALUE);
  }

  @Test
  void aContainer_thatSeesItsOwnGroupAtTheMountPoint_hasItsLimit() throws IOException {
    in("0::/machine.slice/libpod-0123.scope\n");
    limit("", "2048");

    assertThat(tasks()).hasValue(2048);
  }

  @Test
  void version1_hasAHierarchyOfThisController() throws IOException {
    in("9:name=systemd:/b\n8:cpu,pids:/docker/a\n4:memory:/c\n0::/\n");
    limit("pids", "max");
    limit("pids/docker", "500");
    limit("pids/docker/a", "600");
    limit("pids/c", "5");
    limit("memory/c", "6");

    assertThat(tasks()).hasValue(500);
  }

  @Test
  void whatIsNoLimit_isNotTaken() throws IOException {
    assertThat(tasks()).as("no files").isEmpty();

    in("0::/a\nx\n");
    assertThat(tasks()).as("no limits, as in the group of the whole machine").isEmpty();

    limit("a", "many");
    limit("", "9999999999999999999999");
    assertThat(tasks()).isEmpty();
  }

  private OptionalLong tasks() {
    return new ControlGroups(root).tasks();
  }

  private void in(String groups) throws IOException {
    Files.writeString(folder("proc/self").resolve("cgroup"), groups);
  }

  private void limit(String group, String limit) throws IOException {
    Files.writeString(folder("sys/fs/cgroup/" + group).resolve("pids.max"), limit + "\n");
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }
}
