package sluice.catalog.hog;

/** Element type of a value, with the two names that the intermediate representation has for it. */
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
