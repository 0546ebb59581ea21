package sluice.video.isolation.protocol;

import java.util.Arrays;
import java.util.Optional;

/** Constants of enums as numbers: their places, for both sides are of one build. */
final class Wires {
  private static final int ABSENT = -1;

  private Wires() {}

  static int number(Enum<?> constant) {
    return Arrays.asList(constant.getDeclaringClass().getEnumConstants()).indexOf(constant);
  }

  static int number(Optional<? extends Enum<?>> constant) {
    return constant.map(Wires::number).orElse(ABSENT);
  }

  static <T> T constant(String what, T[] constants, int number) {
    return constants[(int) ProtocolException.within(what, number, 0, constants.length - 1L)];
  }

  static <T> Optional<T> optional(String what, T[] constants, int number) {
    return number == ABSENT ? Optional.empty() : Optional.of(constant(what, constants, number));
  }
}
