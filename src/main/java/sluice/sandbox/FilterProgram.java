package sluice.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The program (classic BPF) that the kernel runs before each system call. The kernel finds out by
 * itself which calls are allowed whatever their arguments, and doesn't run it for those.
 */
final class FilterProgram {
  private static final int LOAD = 0x20;
  private static final int AND = 0x54;
  private static final int IF_EQUAL = 0x15;
  private static final int IF_GREATER = 0x25;
  private static final int IF_GREATER_OR_EQUAL = 0x35;
  private static final int RETURN = 0x06;

  /** Where {@code struct seccomp_data} has what; all processors known here are little-endian. */
  private static final int NUMBER_AT = 0;

  private static final int ARCHITECTURE_AT = 4;
  private static final int ARGUMENTS_AT = 16;

  private static final int LONGEST_JUMP = 255;
  private static final int X32 = 0x4000_0000;

  private final List<Long> instructions = new ArrayList<>();

  /**
   * Begins with what goes for all calls: those of another architecture end the process, those later
   * than any known here aren't there.
   */
  FilterProgram() {
    add(LOAD, 0, 0, ARCHITECTURE_AT);
    add(IF_EQUAL, 1, 0, Processor.CURRENT.auditArchitecture());
    instructions.addAll(compile(FilterNode.KILL));
    add(LOAD, 0, 0, NUMBER_AT);
    add(IF_GREATER_OR_EQUAL, 0, 1, X32);
    instructions.addAll(compile(FilterNode.KILL));
    add(IF_GREATER, 0, 1, SystemCall.NEWEST);
    instructions.addAll(compile(FilterNode.fail(Errno.ENOSYS)));
  }

  /** What becomes of a call; one that this processor doesn't have needs nothing. */
  void on(SystemCall call, FilterNode node) {
    if (!call.exists()) {
      return;
    }
    List<Long> body = compile(node);
    add(IF_EQUAL, 0, jump(body.size()), call.number());
    instructions.addAll(body);
  }

  /** The whole, which allows all other calls, as {@code struct sock_fprog}. */
  MemorySegment allowingTheRest(Arena arena) {
    instructions.addAll(compile(FilterNode.ALLOW));
    MemorySegment code = arena.allocate(ValueLayout.JAVA_LONG, instructions.size());
    for (int i = 0; i < instructions.size(); i++) {
      code.setAtIndex(ValueLayout.JAVA_LONG, i, instructions.get(i));
    }
    MemorySegment program = arena.allocate(2 * Long.BYTES, Long.BYTES);
    program.set(ValueLayout.JAVA_SHORT, 0, (short) instructions.size());
    program.set(ValueLayout.JAVA_LONG, Long.BYTES, code.address());
    return program;
  }

  private void add(int code, int jumpIf, int jumpElse, int value) {
    instructions.add(instruction(code, jumpIf, jumpElse, value));
  }

  private static List<Long> compile(FilterNode node) {
    return switch (node) {
      case FilterNode.Verdict verdict -> List.of(instruction(RETURN, 0, 0, verdict.action()));
      case FilterNode.Question question -> compile(question);
    };
  }

  private static List<Long> compile(FilterNode.Question question) {
    List<Long> then = compile(question.then());
    List<Long> otherwise = compile(question.otherwise());
    List<Long> all = new ArrayList<>();
    all.add(instruction(LOAD, 0, 0, ARGUMENTS_AT + question.argument() * Long.BYTES));
    all.add(instruction(AND, 0, 0, question.mask()));
    int left = question.values().size();
    for (int value : question.values()) {
      left--;
      all.add(instruction(IF_EQUAL, jump(left + otherwise.size()), 0, value));
    }
    all.addAll(otherwise);
    all.addAll(then);
    return all;
  }

  private static int jump(int instructions) {
    if (instructions > LONGEST_JUMP) {
      throw new IllegalArgumentException("a jump over " + instructions + " instructions");
    }
    return instructions;
  }

  /** {@code struct sock_filter}: code (16 bits), two jumps (8 bits each), value (32 bits). */
  private static long instruction(int code, int jumpIf, int jumpElse, int value) {
    return code | (long) jumpIf << 16 | (long) jumpElse << 24 | (long) value << 32;
  }
}
