package sluice.recording.files;

import org.jspecify.annotations.Nullable;

/**
 * A track as its {@code trak} box describes it.
 *
 * @param id its number in the file
 * @param timescale ticks of its times in a second
 * @param handler four characters for its kind: {@code vide}, {@code soun}
 * @param codec as RFC 6381 names it
 * @param width in pixels; 0 for what has no pictures
 * @param height in pixels; 0 for what has no pictures
 */
record Track(long id, long timescale, String handler, String codec, int width, int height) {
  private static final String VIDEO = "vide";
  private static final String SOUND = "soun";

  boolean isVideo() {
    return handler.equals(VIDEO);
  }

  boolean isSound() {
    return handler.equals(SOUND);
  }

  /** Reads a {@code trak} box. */
  static Track read(BoxBytes trak) throws DamagedBoxException {
    long id = 0;
    Media media = new Media();
    while (trak.hasBox()) {
      BoxBytes box = trak.box();
      switch (box.type()) {
        case "tkhd" -> {
          skipTimes(box);
          id = box.u32();
        }
        case "mdia" -> media.read(box);
        default -> {}
      }
    }
    return media.track(id);
  }

  /** Version, flags, and the times of making and change, whose width depends on the version. */
  private static void skipTimes(BoxBytes box) throws DamagedBoxException {
    int version = box.u8();
    box.skip(3 + (version == 1 ? 2 * Long.BYTES : 2 * Integer.BYTES));
  }

  /** What a {@code mdia} box says; its parts come in any order. */
  private static final class Media {
    private static final int VISUAL_FIELDS = 78;
    private static final int SIZE_OFFSET = 24;
    private static final int SOUND_FIELDS = 28;

    private long timescale;
    private String handler = "";
    private @Nullable BoxBytes entry;

    void read(BoxBytes mdia) throws DamagedBoxException {
      while (mdia.hasBox()) {
        BoxBytes box = mdia.box();
        switch (box.type()) {
          case "mdhd" -> {
            skipTimes(box);
            timescale = box.u32();
          }
          case "hdlr" -> {
            box.skip(8);
            handler = BoxBytes.typeOf((int) box.u32());
          }
          case "minf" -> entry = entry(box);
          default -> {}
        }
      }
    }

    /** The first sample entry. */
    private static @Nullable BoxBytes entry(BoxBytes minf) throws DamagedBoxException {
      BoxBytes table = child(minf, "stbl");
      BoxBytes descriptions = table == null ? null : child(table, "stsd");
      if (descriptions == null) {
        return null;
      }
      descriptions.skip(8);
      return descriptions.hasBox() ? descriptions.box() : null;
    }

    private static @Nullable BoxBytes child(BoxBytes parent, String type)
        throws DamagedBoxException {
      while (parent.hasBox()) {
        BoxBytes box = parent.box();
        if (box.type().equals(type)) {
          return box;
        }
      }
      return null;
    }

    Track track(long id) throws DamagedBoxException {
      BoxBytes described = entry;
      if (described == null) {
        return new Track(id, timescale, handler, "", 0, 0);
      }
      if (handler.equals(VIDEO)) {
        described.skip(SIZE_OFFSET);
        int width = described.u16();
        int height = described.u16();
        described.skip(VISUAL_FIELDS - SIZE_OFFSET - 2 * Short.BYTES);
        String codec = CodecName.of(described.type(), described);
        return new Track(id, timescale, handler, codec, width, height);
      }
      String codec = described.type();
      if (handler.equals(SOUND)) {
        described.skip(SOUND_FIELDS);
        codec = CodecName.of(codec, described);
      }
      return new Track(id, timescale, handler, codec, 0, 0);
    }
  }
}
