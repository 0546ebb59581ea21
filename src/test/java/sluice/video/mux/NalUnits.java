package sluice.video.mux;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The units of a picture of H.264 or H.265, whichever way they are told apart. */
final class NalUnits {
  private NalUnits() {}

  /** Of the byte stream format, in hex. */
  static List<String> ofStream(byte[] picture) {
    List<String> units = new ArrayList<>();
    int begin = -1;
    for (int i = 0; i + 2 < picture.length; i++) {
      if (picture[i] == 0 && picture[i + 1] == 0 && picture[i + 2] == 1) {
        add(units, picture, begin, i);
        begin = i + 3;
      }
    }
    add(units, picture, begin, picture.length);
    return units;
  }

  private static void add(List<String> units, byte[] picture, int begin, int end) {
    int last = end;
    while (begin >= 0 && last > begin && picture[last - 1] == 0) {
      last--;
    }
    if (begin >= 0) {
      units.add(HexFormat.of().formatHex(Arrays.copyOfRange(picture, begin, last)));
    }
  }

  /** With a length of four bytes before each, in hex. */
  static List<String> ofLengths(byte[] picture) {
    List<String> units = new ArrayList<>();
    ByteBuffer all = ByteBuffer.wrap(picture);
    while (all.hasRemaining()) {
      byte[] unit = new byte[all.getInt()];
      all.get(unit);
      units.add(HexFormat.of().formatHex(unit));
    }
    return units;
  }
}
