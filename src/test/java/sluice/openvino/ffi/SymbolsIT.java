package sluice.openvino.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a library lacks. */
class SymbolsIT {
  private NativeLibrary.Identity library;

  @BeforeEach
  void load() {
    library = NativeLibrary.load();
  }

  @Test
  void functionThatIsMissing_failsByNameOnlyWhenItIsCalled() {
    MethodHandle missing =
        Symbols.status("ov_from_the_future", ValueLayout.ADDRESS, ValueLayout.ADDRESS);

    assertThatThrownBy(() -> Calls.status(missing, MemorySegment.NULL, MemorySegment.NULL))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("OpenVINO " + library.build())
        .hasMessageContaining("has no function ov_from_the_future");
  }

  @Test
  void arrayFormOfProperties_isThereSince2026_4() {
    boolean expected = library.build().compareTo("2026.4") >= 0;

    assertThat(ArrayPropertyCalls.available()).isEqualTo(expected);
    assertThat(PropertyCalls.preferred())
        .isInstanceOf(expected ? ArrayPropertyCalls.class : VariadicPropertyCalls.class);
    if (!expected) {
      arrayFormSaysThatItIsMissing();
    }
  }

  private void arrayFormSaysThatItIsMissing() {
    ArrayPropertyCalls calls = new ArrayPropertyCalls();

    assertThatThrownBy(
            () ->
                calls.compile(
                    MemorySegment.NULL,
                    PropertyCalls.Source.MODEL,
                    MemorySegment.NULL,
                    "CPU",
                    Map.of(),
                    MemorySegment.NULL))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining(library.build())
        .hasMessageContaining("ov_core_compile_model_props");
  }
}
