package sluice.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A client of live pictures, as a page is one: what comes is kept until a test takes it. */
public final class LiveSocket implements WebSocket.Listener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_SECONDS = 30;

  private final BlockingQueue<JsonNode> texts = new LinkedBlockingQueue<>();
  private final Consumer<Picture> pictures;
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
  private @Nullable WebSocket socket;

  /**
   * A picture and its header.
   *
   * @param header its JSON
   * @param jpeg the rest of the message
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Picture(JsonNode header, byte[] jpeg) {
    /** The stream's id. */
    public String stream() {
      return header.get("stream").asText();
    }

    /** The frame's number. */
    public long number() {
      return header.get("number").asLong();
    }
  }

  private LiveSocket(Consumer<Picture> pictures) {
    this.pictures = pictures;
  }

  /**
   * Connects.
   *
   * @param pictures gets the pictures, on a thread of the client's
   */
  public static LiveSocket open(HttpClient client, URI uri, Consumer<Picture> pictures) {
    return open(client, uri, pictures, builder -> builder);
  }

  /** Connects with further headers. */
  public static LiveSocket open(
      HttpClient client,
      URI uri,
      Consumer<Picture> pictures,
      UnaryOperator<WebSocket.Builder> headers) {
    LiveSocket opened = new LiveSocket(pictures);
    opened.socket = headers.apply(client.newWebSocketBuilder()).buildAsync(uri, opened).join();
    return opened;
  }

  /** Says something. */
  public synchronized void say(String message) {
    sent = sent.thenCompose(done -> open().sendText(message, true));
  }

  /** Shows a ticket. */
  public void hello(String ticket) {
    say("{\"type\":\"hello\",\"ticket\":\"" + ticket + "\"}");
  }

  /** Says that a picture was shown. */
  public void shown(String stream) {
    say("{\"type\":\"shown\",\"stream\":\"" + stream + "\"}");
  }

  /** Says that fragments of a stream's video have come, up to one. */
  public void taken(String stream, long number) {
    say("{\"type\":\"taken\",\"stream\":\"%s\",\"number\":%d}".formatted(stream, number));
  }

  private WebSocket open() {
    WebSocket current = socket;
    if (current == null) {
      throw new IllegalStateException("not connected");
    }
    return current;
  }

  /** The next text that isn't a mere sign of life; waits for it. */
  public JsonNode text() throws InterruptedException {
    JsonNode next = texts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no text came within " + PATIENCE_SECONDS + " s");
    }
    return next;
  }

  /** Completes with the close frame's code; with -1 where the connection broke off. */
  public CompletableFuture<Integer> closed() {
    return closed;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      JsonNode message = read(text.toString());
      text.setLength(0);
      if (message.path("type").asText().equals("alive")) {
        say("{\"type\":\"alive\"}");
      } else {
        texts.add(message);
      }
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
    byte[] taken = new byte[part.remaining()];
    part.get(taken);
    bytes.writeBytes(taken);
    if (last) {
      ByteBuffer message = ByteBuffer.wrap(bytes.toByteArray());
      bytes.reset();
      byte[] header = new byte[message.getInt()];
      message.get(header);
      byte[] jpeg = new byte[message.remaining()];
      message.get(jpeg);
      pictures.accept(new Picture(read(new String(header, StandardCharsets.UTF_8)), jpeg));
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    closed.complete(-1);
  }

  /** Goes without a word, as a browser that crashes. */
  public void abort() {
    open().abort();
  }

  /** Says that it goes. */
  @Override
  public void close() {
    var _ = sent.thenCompose(done -> open().sendClose(WebSocket.NORMAL_CLOSURE, ""));
  }
}
