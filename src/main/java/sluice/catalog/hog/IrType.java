package sluice.catalog.hog;

/**
 * What the elements of a value are, in the two ways in which the intermediate representation names
 * them.
 */
enum IrType {
  F32("f32", "FP32"),
  I64("i64", "I64"),
  BOOL("boolean", "BOOL");

  private final String element;
  private final String precision;

  IrType(String element, String precision) {
    this.element = element;
    this.precision = precision;
  }

  /** The name in attributes. */
  String element() {
    return element;
  }

  /** The name at ports. */
  String precision() {
    return precision;
  }
}
