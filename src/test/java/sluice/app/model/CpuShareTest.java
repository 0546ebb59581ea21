package sluice.app.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When OpenVINO has to be told how many processors there are. */
class CpuShareTest {

  @Test
  void aLimitBelowTheProcessors_isTheNumberOfThreads() {
    assertThat(CpuShare.threads("1 8", 3)).hasValue(3);
    assertThat(CpuShare.threads(" 1  64 1 ", 1)).hasValue(1);
  }

  @Test
  void ineffectiveCpuLimit_leavesTheChoiceToOpenVino() {
    assertThat(CpuShare.threads("1 8", 8)).isEmpty();
    assertThat(CpuShare.threads("1 8", 16)).isEmpty();
  }

  @Test
  void deviceWithoutThreadInfo_isLeftUnlimited() {
    assertThat(CpuShare.threads("", 1)).isEmpty();
    assertThat(CpuShare.threads("8", 1)).isEmpty();
  }
}
