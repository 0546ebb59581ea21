package sluice.stage.sink.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.core.SluiceException;
import sluice.core.message.Message;
import sluice.core.util.RetryAfter;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.delivery.Destination;
import sluice.stage.sink.delivery.DestinationContext;
import sluice.stage.sink.delivery.Settlement;

/** A receiver of messages over HTTP: one request after the other, whatever the streams. */
final class WebhookDestination implements Destination {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /** After this time no further request begins: one more still ends within the call's limit. */
  private static final Duration CALL_BUDGET = CALL_LIMIT.minusSeconds(25);

  /** For an answer; shorter ones are for tests. */
  static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private final WebhookSinkConfig config;
  private final DestinationContext context;
  private final Duration answerLimit;
  private final WebhookRequests requests;
  private final BatchPlan plan;
  private final SecretMask mask;
  private @Nullable WebhookClient client;

  /**
   * Opens nothing.
   *
   * @param answerLimit most time for an answer
   */
  WebhookDestination(WebhookSinkConfig config, DestinationContext context, Duration answerLimit) {
    this.config = config;
    this.context = context;
    this.answerLimit = answerLimit;
    this.requests = new WebhookRequests(config, context.clock(), answerLimit);
    this.plan = new BatchPlan(config.batchSize());
    this.mask = new SecretMask(config);
  }

  @Override
  public int batchSize() {
    return config.batchSize();
  }

  @Override
  public Duration linger() {
    return config.batchWait();
  }

  @Override
  public void deliver(List<Message> messages, Settlement settlement)
      throws DeliveryException, InterruptedException {
    long start = System.nanoTime();
    List<Message> left = messages;
    while (!left.isEmpty()) {
      if (System.nanoTime() - start > CALL_BUDGET.toNanos()) {
        throw new DeliveryException(
            "%s answers slowly: %d of %d messages taken in %d s; the others follow"
                .formatted(
                    config.url(),
                    messages.size() - left.size(),
                    messages.size(),
                    CALL_BUDGET.toSeconds()),
            Duration.ZERO);
      }
      List<Message> batch = plan.next(left);
      if (deliverBatch(batch, settlement)) {
        left = left.subList(batch.size(), left.size());
      }
    }
  }

  /** Sends a batch; whether it is settled: if not, its messages are to be sent one at a time. */
  private boolean deliverBatch(List<Message> batch, Settlement settlement)
      throws DeliveryException, InterruptedException {
    Answer answer;
    try {
      answer = send(batch);
      if (isWorthRetrying(answer.status())) {
        throw retry(answer);
      }
    } catch (DeliveryException e) {
      plan.failed(batch);
      throw e;
    }
    if (answer.isAcknowledgement()) {
      plan.settled();
      batch.forEach(settlement::acknowledged);
      return true;
    }
    if (answer.isRedirect()) {
      plan.settled();
      String reason = said(answer) + "; redirects are not followed, name the address itself in url";
      batch.forEach(message -> settlement.refused(message, reason));
      return true;
    }
    return switch (plan.turnDown(batch)) {
      case AGAIN -> throw new DeliveryException(said(answer) + "; it is tried again");
      case ALONE -> false;
      case REFUSED -> {
        settlement.refused(batch.getFirst(), said(answer));
        yield true;
      }
    };
  }

  /**
   * Whether the cause is the receiver's state, the sender's rights or the pace, and not what the
   * messages say: else a key that expired would make all of them count as refused.
   */
  private static boolean isWorthRetrying(int status) {
    return switch (status) {
      case 401, 403, 407, 408, 410, 425, 429 -> true;
      default -> status >= 500 || status < 200;
    };
  }

  private DeliveryException retry(Answer answer) {
    String said = said(answer);
    Optional<Duration> wait =
        answer
            .retryAfter()
            .flatMap(text -> RetryAfter.parse(text, context.clock().instant(), LONGEST_WAIT));
    return switch (answer.status()) {
      case 401, 403, 407 ->
          new DeliveryException(said + "; check keys and headers of this sink and the receiver's");
      case 410 ->
          new DeliveryException(
              said + ": the receiver is gone for good; take the sink away, or change its url",
              LONGEST_WAIT);
      default ->
          wait.map(pause -> new DeliveryException(said, pause))
              .orElseGet(() -> new DeliveryException(said));
    };
  }

  private String said(Answer answer) {
    String text = mask.shown(new String(answer.body(), UTF_8), answer.isWhole());
    return config.url() + " answers " + answer.status() + (text.isEmpty() ? "" : " (" + text + ")");
  }

  /** Judges where the receiver is, and sends; after a failure, authorities are read anew. */
  private Answer send(List<Message> batch) throws DeliveryException, InterruptedException {
    context.hosts().connection(config.url().host());
    try {
      return client().send(requests.of(batch));
    } catch (DeliveryException e) {
      if (config.url().isTls()) {
        close();
      }
      throw e;
    }
  }

  private WebhookClient client() throws DeliveryException {
    WebhookClient running = client;
    if (running == null) {
      try {
        running = new WebhookClient(config, "sink-" + context.sink(), answerLimit);
      } catch (SluiceException e) {
        throw new DeliveryException(config.url() + ": " + e.getMessage(), e);
      }
      client = running;
    }
    return running;
  }

  @Override
  public List<SinkFact> test(Message message) throws DeliveryException, InterruptedException {
    long start = System.nanoTime();
    Answer answer = send(List.of(message));
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    if (!answer.isAcknowledgement()) {
      throw isWorthRetrying(answer.status()) ? retry(answer) : new DeliveryException(said(answer));
    }
    List<SinkFact> facts = new ArrayList<>();
    facts.add(new SinkFact("status", Integer.toString(answer.status())));
    answer
        .server()
        .ifPresent(server -> facts.add(new SinkFact("server", mask.shown(server, true))));
    facts.add(new SinkFact("time", String.format(Locale.ROOT, "%d ms", millis)));
    answer.tls().ifPresent(version -> facts.add(new SinkFact("TLS", version)));
    facts.add(new SinkFact("signatures", Integer.toString(config.keys().size())));
    return facts;
  }

  @Override
  public void close() {
    WebhookClient running = client;
    client = null;
    if (running != null) {
      running.close();
    }
  }
}
