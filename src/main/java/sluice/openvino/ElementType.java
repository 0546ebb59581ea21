package sluice.openvino;

/** What the elements of a tensor are, as OpenVINO numbers them since 2026.0. */
public enum ElementType {
  DYNAMIC(0, 0),
  BOOLEAN(1, 8),
  BF16(2, 16),
  F16(3, 16),
  F32(4, 32),
  F64(5, 64),
  I4(6, 4),
  I8(7, 8),
  I16(8, 16),
  I32(9, 32),
  I64(10, 64),
  U1(11, 1),
  U2(12, 2),
  U3(13, 3),
  U4(14, 4),
  U6(15, 6),
  U8(16, 8),
  U16(17, 16),
  U32(18, 32),
  U64(19, 64),
  NF4(20, 4),
  F8E4M3(21, 8),
  F8E5M3(22, 8),
  STRING(23, 0),
  F4E2M1(24, 4),
  F8E8M0(25, 8),
  /** A type that a newer OpenVINO has and this version does not know. */
  UNKNOWN(-1, 0);

  private static final ElementType[] ALL = values();

  private final int code;
  private final int bits;

  ElementType(int code, int bits) {
    this.code = code;
    this.bits = bits;
  }

  /** The type of the given number, or {@link #UNKNOWN}. */
  static ElementType of(int code) {
    for (ElementType type : ALL) {
      if (type.code == code) {
        return type;
      }
    }
    return UNKNOWN;
  }

  int code() {
    return code;
  }

  /** Bits of one element; 0 where an element has no fixed size. */
  public int bits() {
    return bits;
  }

  /**
   * Bytes of a tensor of this type.
   *
   * @param shape its extents, none negative
   * @throws IllegalArgumentException when the type has no fixed size, an extent is negative, or the
   *     product is too large
   */
  public long byteSize(long... shape) {
    if (bits == 0) {
      throw new IllegalArgumentException("elements of type " + this + " have no fixed size");
    }
    long total = bits;
    for (long extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException("negative extent " + extent + " in a tensor's shape");
      }
      long high = Math.multiplyHigh(total, extent);
      total *= extent;
      if (high != 0 || total < 0) {
        throw new IllegalArgumentException("a tensor's shape is too large");
      }
    }
    return Math.ceilDivExact(total, Byte.SIZE);
  }
}
