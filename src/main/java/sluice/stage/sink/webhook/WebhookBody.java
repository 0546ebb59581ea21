package sluice.stage.sink.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import sluice.core.message.Message;

/** Writes the bodies of requests. A picture becomes the member {@code picture}, in base64. */
final class WebhookBody {
  private static final byte[] PICTURE = ",\"picture\":\"".getBytes(US_ASCII);
  private static final byte[] PICTURE_END = "\"}".getBytes(US_ASCII);

  private WebhookBody() {}

  /** The body of a request with some messages, in their order. */
  static byte[] of(List<Message> messages, WebhookFormat format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String before = format.start();
    for (Message each : messages) {
      out.writeBytes(before.getBytes(US_ASCII));
      write(each, out);
      before = format.separator();
    }
    out.writeBytes(format.end().getBytes(US_ASCII));
    return out.toByteArray();
  }

  /** Bytes that a message takes there, but for a few. */
  static long length(Message message) {
    return message.body().length + message.picture().length / 3L * 4;
  }

  private static void write(Message message, ByteArrayOutputStream out) {
    byte[] body = message.body();
    if (!message.hasPicture()) {
      out.writeBytes(body);
      return;
    }
    out.write(body, 0, body.length - 1); // the closing brace comes behind the picture
    out.writeBytes(PICTURE);
    out.writeBytes(Base64.getEncoder().encode(message.picture()));
    out.writeBytes(PICTURE_END);
  }
}
