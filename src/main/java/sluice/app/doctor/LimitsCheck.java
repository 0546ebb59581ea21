package sluice.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.core.util.Plural;

/** What the system lets this process have: open files, threads, memory, processors. */
final class LimitsCheck implements DoctorCheck {
  private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files\\s+(\\S+)");
  private static final Pattern TASKS = Pattern.compile("(?m)^Max processes\\s+(\\S+)");
  private static final Pattern MEMORY = Pattern.compile("(?m)^MemTotal:\\s+(\\d+) kB");
  private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB");
  private static final Pattern PROCESSOR = Pattern.compile("(?m)^processor\\s*:");
  private static final int LONGEST_NUMBER = 15;
  private static final long KIB = 1L << 10;

  /** What may be wanted of a limit of threads without a warning, of 100. */
  private static final int AMPLE_PERCENT = 80;

  private final Path root;
  private final Load load;

  /** A check that reads below a root, where {@code proc} is. */
  LimitsCheck(Path root, Load load) {
    this.root = root;
    this.load = load;
  }

  @Override
  public String name() {
    return "limits";
  }

  @Override
  public List<Finding> run() {
    String memory = read("proc/meminfo");
    String limits = read("proc/self/limits");
    return List.of(
        openFiles(number(OPEN_FILES, limits, 1), load),
        tasks(new ControlGroups(root).tasks(), number(TASKS, limits, 1), load),
        memory(
            JavaCheck.totalMemory(),
            number(MEMORY, memory, KIB),
            number(AVAILABLE, memory, KIB),
            load),
        processors(Runtime.getRuntime().availableProcessors(), count(read("proc/cpuinfo"))));
  }

  /**
   * Judges the limit of open files.
   *
   * @param limit absent: not known; {@link Long#MAX_VALUE}: none
   */
  static Finding openFiles(OptionalLong limit, Load load) {
    if (limit.isEmpty()) {
      return Finding.ok("open files: the limit is not known here");
    }
    String found =
        limit.getAsLong() == Long.MAX_VALUE
            ? "open files: no limit"
            : "open files: %d at the most".formatted(limit.getAsLong());
    String wanted = "%s may want some %d".formatted(load.text(), load.files());
    return limit.getAsLong() < load.files()
        ? Finding.warning(
            found + ", and " + wanted,
            "raise it: LimitNOFILE of a unit, --ulimit nofile of a container, ulimit -n of a shell")
        : Finding.ok(found + "; " + wanted);
  }

  /**
   * Judges the lower of the limits of threads, which the system counts as it counts processes.
   *
   * @param group that of the control groups; absent: not known; {@link Long#MAX_VALUE}: none
   * @param user that of all that the user runs; likewise
   */
  static Finding tasks(OptionalLong group, OptionalLong user, Load load) {
    if (group.isEmpty() && user.isEmpty()) {
      return Finding.ok("threads and processes: the limit is not known here");
    }
    long most = Math.min(group.orElse(Long.MAX_VALUE), user.orElse(Long.MAX_VALUE));
    String wanted = "%s may want some %d".formatted(load.text(), load.tasks());
    if (most == Long.MAX_VALUE) {
      return Finding.ok("threads and processes: no limit; " + wanted);
    }
    boolean isGroup = group.isPresent() && group.getAsLong() == most;
    String found =
        "threads and processes: %d at the most, by the limit of %s"
            .formatted(most, isGroup ? "the control group" : "all that this user runs");
    String advice =
        isGroup
            ? "raise it: TasksMax of a unit, --pids-limit of a container, podPidsLimit of a kubelet"
            : "raise it: LimitNPROC of a unit, --ulimit nproc of a container, ulimit -u of a shell";
    if (most < load.tasks()) {
      return Finding.warning(found + ", and " + wanted, advice);
    }
    return load.tasks() > most * AMPLE_PERCENT / 100
        ? Finding.warning(found + ", of which " + wanted + ": that leaves little", advice)
        : Finding.ok(found + "; " + wanted);
  }

  /**
   * Judges the memory, all in bytes.
   *
   * @param total what this process may have
   * @param machine what the machine has; absent: not known
   * @param available what is not in use; absent: not known
   */
  static Finding memory(long total, OptionalLong machine, OptionalLong available, Load load) {
    boolean isGroup = machine.isPresent() && total < machine.getAsLong();
    String found =
        isGroup
            ? "memory: %s of the machine's %s, by the limit of the control group"
                .formatted(Sizes.text(total), Sizes.text(machine.getAsLong()))
            : "memory: " + Sizes.text(total);
    String free =
        available.isPresent() ? ", %s not in use".formatted(Sizes.text(available.getAsLong())) : "";
    String wanted = "%s may want some %s".formatted(load.text(), Sizes.text(load.memory()));
    if (total < load.memory()) {
      return Finding.warning(
          found + ", and " + wanted,
          isGroup
              ? "raise MemoryMax of the unit or --memory of the container, or have fewer streams"
              : "have fewer streams, or more memory");
    }
    if (available.orElse(Long.MAX_VALUE) < load.memory()) {
      return Finding.warning(
          found + free + ", and " + wanted,
          "look at what else runs; if it is Sluice itself, all is well");
    }
    return Finding.ok(found + free + "; " + wanted);
  }

  /**
   * Judges the processors.
   *
   * @param here those that this process may use
   * @param machine those of the machine; absent: not known
   */
  static Finding processors(int here, OptionalInt machine) {
    String found =
        machine.isPresent() && machine.getAsInt() > here
            ? "%s of the machine's %d".formatted(Plural.of(here, "processor"), machine.getAsInt())
            : Plural.of(here, "processor");
    return here == 1
        ? Finding.warning(
            found + ", which decoding and inference share", "give it two or more where frames drop")
        : Finding.ok(found);
  }

  private String read(String file) {
    try {
      return Files.readString(root.resolve(file));
    } catch (IOException notHere) {
      return "";
    }
  }

  /** The first group in units of so many bytes; what is no number, or a very long one, is none. */
  private static OptionalLong number(Pattern pattern, String text, long unit) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      return OptionalLong.empty();
    }
    String word = found.group(1);
    return word.length() <= LONGEST_NUMBER && word.chars().allMatch(Character::isDigit)
        ? OptionalLong.of(Long.parseLong(word) * unit)
        : OptionalLong.of(Long.MAX_VALUE);
  }

  private static OptionalInt count(String text) {
    int found = Math.toIntExact(PROCESSOR.matcher(text).results().count());
    return found == 0 ? OptionalInt.empty() : OptionalInt.of(found);
  }
}
