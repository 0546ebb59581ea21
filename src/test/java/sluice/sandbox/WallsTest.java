package sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a box is whole. */
class WallsTest {
  private static final String NO_FILTER = "no filter";

  @Test
  void portsOfLandlock_andTheFilter_makeItWhole() {
    BoxStatus status = status(LandlockRights.PORTS_SINCE, false, "");

    assertThat(status.missing()).isEmpty();
    assertThat(status.scopes()).isTrue();
    assertThat(status(LandlockRights.SCOPES_SINCE, false, "").isWhole()).isTrue();
  }

  @Test
  void anOlderLandlock_lacksPorts_whichOneWithoutSocketsDoesNotMiss() {
    int older = LandlockRights.PORTS_SINCE - 1;

    assertThat(status(older, false, "").missing())
        .containsExactly("TCP ports (Landlock of this kernel is version 3, they need 4)");
    assertThat(status(older, true, "").isWhole()).isTrue();
  }

  @Test
  void withoutTheFilter_scopesAreLandlocks() {
    assertThat(status(LandlockRights.PORTS_SINCE, false, NO_FILTER).missing())
        .containsExactly(
            "signals and abstract Unix sockets (Landlock of this kernel is version 4, they need 6)",
            "system calls (no filter)");
    assertThat(status(LandlockRights.SCOPES_SINCE, false, NO_FILTER).scopes()).isTrue();
  }

  private static BoxStatus status(int landlock, boolean portsHeld, String whyNoSeccomp) {
    return new Walls().status(landlock, "none", portsHeld, whyNoSeccomp, true);
  }
}
