package sluice.json;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How a record component is serialised, and what it means. Without it, a component is a member
 * under its own name; see {@link RecordJson}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface JsonField {
  /** What it means, for schemas and tables of members; empty: not said. */
  String description() default "";

  /** Never serialised: for the program only. */
  boolean hidden() default false;

  /**
   * The members of this record stand among those of the one around it. Where an optional record is
   * absent, so are they.
   */
  boolean unwrapped() default false;

  /** Left out where the text, list or map is empty. */
  boolean omitEmpty() default false;

  /** An empty optional is {@code null} instead of being left out. */
  boolean nullable() default false;

  /** Decimal places to which a number is rounded, half up; -1: not rounded. */
  int decimals() default -1;

  /** Media type of binary content; empty: not said. */
  String mediaType() default "";
}
