package sluice.http.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.http.routing.BadBodyException;

class MergedAnswersTest {
  private static MergedAnswers.Part part(String node, String text) {
    return new MergedAnswers.Part(node, text.replace('\'', '"').strip());
  }

  private static String merged(String one, String two) {
    return MergedAnswers.byTime(List.of(part("n1", one), part("n2", two))).replace('"', '\'');
  }

  @Test
  void lists_areJoinedInTheOrderOfTime_andTheRestIsTheFirstOnes() {
    assertThat(
            merged(
                "{'stream':'a','step':5,'spans':[{'from':'2026-11-28T14:02:00Z'}],'more':[]}",
                "{'stream':'a','step':6,'spans':[{'from':'2026-11-28T14:01:59.5Z'}],'more':[]}"))
        .isEqualTo(
            "{'stream':'a','step':5,'spans':[{'from':'2026-11-28T14:01:59.5Z','node':'n2'},"
                + "{'from':'2026-11-28T14:02:00Z','node':'n1'}],'more':[]}");
  }

  @Test
  void whatIsBehindTheEndOfAnUnfinishedList_isLeftForTheNextRequest() {
    assertThat(
            merged(
                "{'segments':[{'from':'2026-11-28T14:00:00Z'}],'next':'2026-11-28T14:01:00Z'}",
                "{'segments':[{'from':'2026-11-28T14:00:30Z'},{'from':'2026-11-28T14:01:00Z'}]}"))
        .isEqualTo(
            "{'segments':[{'from':'2026-11-28T14:00:00Z','node':'n1'},"
                + "{'from':'2026-11-28T14:00:30Z','node':'n2'}],'next':'2026-11-28T14:01:00Z'}");
  }

  @Test
  void runs_areInTheOrderOfTheirBegins() {
    assertThat(
            merged(
                "{'runs':[{'number':5,'began-at':'2026-11-28T14:02:00Z'}]}",
                "{'runs':[{'number':5,'began-at':'2026-11-28T14:01:00Z'}]}"))
        .contains("'node':'n2'},{'number':5,'began-at':'2026-11-28T14:02:00Z','node':'n1'}");
  }

  @Test
  void whatWasDeleted_isAdded_andDoneWhereAllAre() {
    assertThat(
            MergedAnswers.added(
                List.of(
                    part("n1", "{'stream':'a','files':2,'complete':true}"),
                    part("n2", "{'stream':'a','files':3,'complete':false}"))))
        .isEqualTo("{'stream':'a','files':5,'complete':false}".replace('\'', '"'));
  }

  @Test
  void whatIsNoList_isRefused() {
    assertThatExceptionOfType(BadBodyException.class)
        .isThrownBy(() -> MergedAnswers.byText(List.of(part("n1", "{'a':1}")), "stream"));
    assertThatExceptionOfType(BadBodyException.class)
        .isThrownBy(() -> MergedAnswers.byText(List.of(part("n1", "[1")), "stream"));
  }
}
