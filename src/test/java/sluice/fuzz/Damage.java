package sluice.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Mutator of texts and bytes. One thread. */
public final class Damage {
  private static final byte[] EDGES = {0, 1, 2, 0x7F, (byte) 0x80, (byte) 0xFE, (byte) 0xFF};
  private static final int MOST_CHANGES = 6;
  private static final int LONGEST_CUT = 20;

  private final Random random;

  /** Damage that follows from the given numbers. */
  public Damage(Random random) {
    this.random = random;
  }

  /** One of several. */
  public <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Whether something that happens once in so many times happens now. */
  boolean onceIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** From 0 to below the bound, small ones more often. */
  int small(int bound) {
    return random.nextInt(1 + random.nextInt(bound));
  }

  /**
   * A text with up to six changes: something put in, cut out, or doubled.
   *
   * @param pieces what is put in
   * @param longest characters that stay at the most
   */
  public String text(String whole, List<String> pieces, int longest) {
    StringBuilder text = new StringBuilder(whole);
    for (int changes = 1 + small(MOST_CHANGES); changes > 0 && !text.isEmpty(); changes--) {
      int place = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.insert(place, one(pieces));
        case 1 ->
            text.delete(place, Math.min(text.length(), place + 1 + random.nextInt(LONGEST_CUT)));
        default -> {
          int start = random.nextInt(text.length());
          text.insert(place, text.substring(start, start + random.nextInt(text.length() - start)));
        }
      }
      text.setLength(Math.min(text.length(), longest));
    }
    return text.toString();
  }

  /** Bytes with up to six changes: bits and bytes changed, cut out, put in, cut off. */
  byte[] bytes(byte[] whole) {
    byte[] bytes = whole.clone();
    for (int changes = 1 + small(MOST_CHANGES); changes > 0 && bytes.length > 0; changes--) {
      int place = onceIn(2) ? small(bytes.length) : random.nextInt(bytes.length);
      switch (random.nextInt(8)) {
        case 0, 1 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[place] = EDGES[random.nextInt(EDGES.length)];
        case 3 -> bytes[place] = (byte) random.nextInt(256);
        case 4 -> bytes = splice(bytes, place, new byte[0], 1 + small(LONGEST_CUT));
        case 5 -> bytes = splice(bytes, place, noise(1 + small(LONGEST_CUT)), 0);
        case 6 -> bytes = Arrays.copyOf(bytes, place);
        default -> Arrays.fill(bytes, place, Math.min(bytes.length, place + 4), one255());
      }
    }
    return bytes;
  }

  /** So many bytes of noise. */
  byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A number as somebody wrote it who meant harm. */
  String number() {
    return switch (random.nextInt(7)) {
      case 0 -> "-1";
      case 1 -> Long.toString(1L << random.nextInt(63));
      case 2 -> Long.toString((1L << random.nextInt(63)) - 1);
      case 3 -> "99999999999999999999999";
      case 4 -> "0x" + Integer.toHexString(random.nextInt());
      case 5 -> "";
      default -> Integer.toString(random.nextInt(70_000));
    };
  }

  /** A run of a character, as long as buffers that somebody may have thought to be enough. */
  String run(char character) {
    int length = (1 << random.nextInt(14)) + random.nextInt(3) - 1;
    return String.valueOf(character).repeat(length);
  }

  private byte one255() {
    return onceIn(2) ? (byte) 0xFF : 0;
  }

  /** Replaces so many bytes from a place on by others. */
  static byte[] splice(byte[] whole, int place, byte[] other, int removed) {
    int rest = Math.min(whole.length, place + removed);
    byte[] result = Arrays.copyOf(whole, place + other.length + whole.length - rest);
    System.arraycopy(other, 0, result, place, other.length);
    System.arraycopy(whole, rest, result, place + other.length, whole.length - rest);
    return result;
  }

  /** One byte a character, as these protocols mean it. */
  static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
