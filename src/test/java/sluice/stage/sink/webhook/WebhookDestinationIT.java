package sluice.stage.sink.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static sluice.stage.sink.webhook.HookFixture.destination;
import static sluice.stage.sink.webhook.HookFixture.ids;
import static sluice.stage.sink.webhook.HookFixture.message;
import static sluice.stage.sink.webhook.HookFixture.messages;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.config.binding.Secret;
import sluice.core.message.Message;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.delivery.Destination;
import sluice.stage.sink.webhook.HookFixture.Settled;
import sluice.testing.NewThreads;
import sluice.testing.servers.HookServer;

/** Requests to a receiver in a process of its own, and what follows from its answers. */
@Timeout(120)
class WebhookDestinationIT {
  private static final HookServer SERVER = new HookServer();
  private static final String SIGNED = ", keys = [${HOOK_KEY}]";

  @TempDir Path folder;
  private final Settled settled = new Settled();
  private int before;

  @BeforeAll
  static void start() {
    SERVER.start();
  }

  @AfterAll
  static void end() {
    SERVER.close();
  }

  @BeforeEach
  void remember() {
    SERVER.answer();
    before = SERVER.requests().size();
  }

  private List<HookServer.Request> requests() {
    List<HookServer.Request> all = SERVER.requests();
    return all.subList(before, all.size());
  }

  private static String url() {
    return "url = \"" + SERVER.url() + "\"";
  }

  private static DeliveryException failure(
      Destination to, List<Message> messages, Settled settled) {
    return catchThrowableOfType(DeliveryException.class, () -> to.deliver(messages, settled));
  }

  @Test
  void lines_arriveSigned_withTheHeadersOfStandardWebhooks() throws Exception {
    String settings =
        url()
            + ", keys = [${HOOK_KEY}, ${OTHER_KEY}]"
            + ", headers { Authorization = ${HOOK_AUTH}, X-Site = north }";
    try (Destination to = destination(folder, settings)) {
      to.deliver(messages("cam", 1, 4), settled);
    }

    assertThat(settled.acknowledged).isEqualTo(ids(messages("cam", 1, 4)));
    assertThat(requests()).hasSize(1);
    HookServer.Request request = requests().getFirst();
    String body =
        messages("cam", 1, 4).stream()
            .map(each -> new String(each.body(), UTF_8) + "\n")
            .collect(Collectors.joining());
    assertThat(request.text()).isEqualTo(body);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.uri()).isEqualTo("/hook");
    assertThat(request.header("content-type")).isEqualTo("application/x-ndjson");
    assertThat(request.header("user-agent")).isEqualTo("sluice");
    assertThat(request.header("authorization")).isEqualTo(HookFixture.AUTHORIZATION);
    assertThat(request.header("x-site")).isEqualTo("north");
    assertThat(request.header("webhook-id")).isEqualTo("r1-cam-1-3");
    long timestamp = Long.parseLong(request.header("webhook-timestamp"));
    assertThat(timestamp).isCloseTo(System.currentTimeMillis() / 1000, within(120));
    assertThat(request.header("webhook-signature"))
        .isEqualTo(
            signature(HookFixture.KEY, timestamp, request)
                + " "
                + signature("another-key-marked", timestamp, request));
  }

  private static org.assertj.core.data.Offset<Long> within(long seconds) {
    return org.assertj.core.data.Offset.offset(seconds);
  }

  private static String signature(String key, long timestamp, HookServer.Request request) {
    return new SigningKey(new Secret(key))
        .sign(request.header("webhook-id"), timestamp, request.body());
  }

  @Test
  void anArray_hasPicturesAsMembers_andIsNotSignedWithoutKeys() throws Exception {
    byte[] jpeg = {(byte) 0xff, (byte) 0xd8, 1, 2, 3, 4, 5};
    List<Message> messages = List.of(message("cam", 1, Optional.empty(), jpeg), message("cam", 2));
    try (Destination to = destination(folder, url() + ", format = json")) {
      to.deliver(messages, settled);
    }

    HookServer.Request request = requests().getFirst();
    String first = new String(messages.getFirst().body(), UTF_8);
    assertThat(request.text())
        .isEqualTo(
            "[%s,\"picture\":\"%s\"},%s]"
                .formatted(
                    first.substring(0, first.length() - 1),
                    Base64.getEncoder().encodeToString(jpeg),
                    new String(messages.getLast().body(), UTF_8)));
    assertThat(request.header("content-type")).isEqualTo("application/json");
    assertThat(request.header("webhook-signature")).isEmpty();
    assertThat(settled.acknowledged).hasSize(2);
  }

  @Test
  void theTraceOfOneMessage_isTheRequests() throws Exception {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    Message traced = message("cam", 1, Optional.of(trace), new byte[0]);
    try (Destination to = destination(folder, url())) {
      to.deliver(List.of(traced, message("cam", 2)), settled);
      to.deliver(List.of(traced, message("cam", 3, Optional.of(trace), new byte[0])), settled);
    }

    assertThat(requests())
        .extracting(request -> request.header("traceparent"))
        .containsExactly(trace, "");
  }

  @Test
  void batches_areNoLargerThanSet_andComeOneAfterTheOther() throws Exception {
    try (Destination to = destination(folder, url() + ", batch-size = 2, batch-wait = 3s")) {
      to.deliver(messages("cam", 1, 6), settled);

      assertThat(to.batchSize()).isEqualTo(2);
      assertThat(to.linger()).isEqualTo(Duration.ofSeconds(3));
    }
    assertThat(requests())
        .extracting(request -> request.header("webhook-id"))
        .containsExactly("r1-cam-1-2", "r1-cam-3-2", "r1-cam-5-1");
  }

  @Test
  void aBatchThatFailed_isTheSameOnTheNextTry_whateverCameSince() throws Exception {
    SERVER.answer("503", "close", "204");
    try (Destination to = destination(folder, url() + SIGNED)) {
      assertThat(failure(to, messages("cam", 1, 4), settled)).hasMessageContaining("answers 503");
      assertThat(failure(to, messages("cam", 1, 6), settled)).hasMessageContaining("broke");
      assertThat(settled.acknowledged).isEmpty();
      to.deliver(messages("cam", 1, 7), settled);
    }

    assertThat(settled.acknowledged).isEqualTo(ids(messages("cam", 1, 7)));
    assertThat(requests())
        .extracting(request -> request.header("webhook-id"))
        .containsExactly("r1-cam-1-3", "r1-cam-1-3", "r1-cam-1-3", "r1-cam-4-3");
    assertThat(requests().get(2).body()).isEqualTo(requests().get(0).body());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 407, 408, 425, 429, 500, 502, 503, 504, 599})
  void answersThatMayChange_failTheDelivery(int status) {
    SERVER.answer(status + "||come\tback \u0007later");
    try (Destination to = destination(folder, url())) {
      DeliveryException failure = failure(to, messages("cam", 1, 3), settled);

      assertThat(failure)
          .hasMessageStartingWith("http://127.0.0.1:")
          .hasMessageContaining("answers " + status + " (come back ?later)")
          .hasMessageNotContaining("/hook");
      assertThat(failure.retryAfter()).isEmpty();
    }
    assertThat(settled.acknowledged).isEmpty();
    assertThat(settled.refused).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"503, 7, 7", "429, 100000, 300", "503, 0, 0", "500, 12, 12"})
  void retryAfter_isHeeded(int status, String header, long seconds) {
    SERVER.answer(status + "|Retry-After: " + header);
    try (Destination to = destination(folder, url())) {
      assertThat(failure(to, messages("cam", 1, 2), settled).retryAfter())
          .contains(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void retryAfterADate_isHeeded() {
    ZonedDateTime date = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(200);
    SERVER.answer("503|Retry-After: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(date));
    try (Destination to = destination(folder, url())) {
      assertThat(failure(to, messages("cam", 1, 2), settled).retryAfter())
          .hasValueSatisfying(
              wait -> assertThat(wait).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(200)));
    }
  }

  @Test
  void aReceiverThatIsGone_isTriedSeldom() {
    SERVER.answer("410");
    try (Destination to = destination(folder, url())) {
      DeliveryException failure = failure(to, messages("cam", 1, 2), settled);

      assertThat(failure).hasMessageContaining("gone for good");
      assertThat(failure.retryAfter()).contains(Duration.ofMinutes(5));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirects_areNotFollowed_andRefuseTheBatch(int status) throws Exception {
    SERVER.answer(status + "|Location: " + SERVER.url() + "/other");
    try (Destination to = destination(folder, url())) {
      to.deliver(messages("cam", 1, 3), settled);
    }

    assertThat(requests()).hasSize(1);
    assertThat(settled.acknowledged).isEmpty();
    assertThat(settled.refused)
        .containsOnlyKeys(ids(messages("cam", 1, 3)))
        .allSatisfy((id, reason) -> assertThat(reason).contains("answers " + status, "url"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 413, 422})
  void onlyTheMessageThatIsTheCause_isRefused_afterThreeTriesOfItsBatch(int status)
      throws Exception {
    String bad = status + "||no \"label\" here";
    SERVER.answer(bad, bad, bad, "204", bad, "204");
    try (Destination to = destination(folder, url())) {
      List<Message> messages = messages("cam", 1, 4);
      assertThat(failure(to, messages, settled)).hasMessageContaining("tried again");
      assertThat(failure(to, messages, settled)).hasMessageContaining("answers " + status);
      to.deliver(messages, settled);
      to.deliver(messages("cam", 4, 6), settled);
    }

    assertThat(settled.acknowledged)
        .containsExactly("r1-cam-1", "r1-cam-3", "r1-cam-4", "r1-cam-5");
    assertThat(settled.refused).containsOnlyKeys("r1-cam-2");
    assertThat(settled.refused.get("r1-cam-2"))
        .contains("answers " + status + " (no \"label\" here)");
    assertThat(requests()).hasSize(7);
  }

  @Test
  void messagesThatAreTriedAlone_stayInOrder_whenTheReceiverFailsBetween() throws Exception {
    SERVER.answer("400", "400", "400", "204", "503", "204", "400", "204");
    try (Destination to = destination(folder, url())) {
      List<Message> messages = messages("cam", 1, 5);
      failure(to, messages, settled);
      failure(to, messages, settled);
      assertThat(failure(to, messages, settled)).hasMessageContaining("503");
      assertThat(settled.acknowledged).containsExactly("r1-cam-1");
      to.deliver(messages.subList(1, 4), settled);
    }

    assertThat(settled.acknowledged).containsExactly("r1-cam-1", "r1-cam-2", "r1-cam-4");
    assertThat(settled.refused).containsOnlyKeys("r1-cam-3");
  }

  @Test
  void aSilentReceiver_isGivenUp() {
    SERVER.answer("silent");
    try (Destination to = destination(folder, url(), Duration.ofSeconds(1))) {
      assertThat(failure(to, messages("cam", 1, 2), settled))
          .hasMessageContaining("no answer within 1 s");
    }
    assertThat(settled.acknowledged).isEmpty();
  }

  @Test
  void anAnswerThatDrips_countsByItsStatus() throws Exception {
    SERVER.answer("drip 200", "drip 503");
    try (Destination to = destination(folder, url(), Duration.ofSeconds(1))) {
      to.deliver(messages("cam", 1, 2), settled);
      assertThat(settled.acknowledged).containsExactly("r1-cam-1");

      assertThat(failure(to, messages("cam", 2, 3), settled)).hasMessageContaining("answers 503");
    }
  }

  @Test
  void anAnswerWithoutEnd_isCut() throws Exception {
    SERVER.answer("huge 200", "huge 500");
    try (Destination to = destination(folder, url())) {
      to.deliver(messages("cam", 1, 2), settled);
      assertThat(settled.acknowledged).containsExactly("r1-cam-1");

      DeliveryException failure = failure(to, messages("cam", 2, 3), settled);
      assertThat(failure.getMessage()).contains("answers 500").hasSizeLessThan(300);
    }
  }

  @Test
  void anInterrupt_endsARequest() {
    SERVER.answer("silent");
    try (Destination to = destination(folder, url())) {
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      to.deliver(messages("cam", 1, 2), settled);
                    } catch (DeliveryException | InterruptedException e) {
                      ended.complete(e);
                    }
                  });
      await().until(() -> requests().size() == 1);
      sender.interrupt();
      assertThat(ended.join()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void aTest_sendsOneMessage_andSaysWhatItSaw() throws Exception {
    SERVER.answer("202|Server: nginx/1.2");
    try (Destination to = destination(folder, url() + SIGNED)) {
      List<SinkFact> facts = to.test(message("test", 1));

      assertThat(facts)
          .contains(new SinkFact("status", "202"), new SinkFact("signatures", "1"))
          .extracting(SinkFact::name)
          .containsExactly("status", "server", "time", "signatures");
    }
    assertThat(requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"400||no", "302", "500", "410"})
  void aTest_failsWithTheAnswer(String answer) {
    SERVER.answer(answer);
    try (Destination to = destination(folder, url())) {
      assertThatThrownBy(() -> to.test(message("test", 1)))
          .isInstanceOf(DeliveryException.class)
          .hasMessageContaining("answers " + answer.substring(0, 3));
    }
    assertThat(requests()).hasSize(1);
  }

  @Test
  void closing_leavesNoThread() throws Exception {
    NewThreads threads = new NewThreads();
    WebhookDestination to = destination(folder, url());
    to.deliver(messages("cam", 1, 2), settled);
    assertThat(clientThreads(threads)).isNotEmpty();

    to.close();
    to.close();

    await().untilAsserted(() -> assertThat(clientThreads(threads)).isEmpty());
  }

  private static List<String> clientThreads(NewThreads threads) {
    return threads.named(name -> name.startsWith("HttpClient") || name.startsWith("sink-"));
  }
}
