package sluice.core;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A test that runs with each of the eight orientations: it takes degrees and whether it is
 * mirrored.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@CsvSource({
  "0, false",
  "0, true",
  "90, false",
  "90, true",
  "180, false",
  "180, true",
  "270, false",
  "270, true"
})
public @interface EachOrientation {}
