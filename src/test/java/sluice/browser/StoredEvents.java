package sluice.browser;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import sluice.core.recording.EventPart;
import sluice.core.recording.EventPoint;
import sluice.core.recording.RecordedEvent;
import sluice.recording.EventPictures;
import sluice.recording.RecordingStore;
import sluice.recording.RetentionLimits;

/** Events of people on stream {@code yard}, and of a bus and a car, as a service left them. */
final class StoredEvents {
  private static final Duration EVER = Duration.ofDays(36_500);
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;

  private StoredEvents() {}

  /**
   * Puts them into a store that is made for them.
   *
   * @param folder the store's
   * @param people how many, a minute apart; the last of them was a minute ago
   * @return the id of the car, which came first and has pictures, as the bus after it has
   */
  static String write(Path folder, int people) throws IOException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    RecordedEvent car = event("car", 1, now.minus(Duration.ofMinutes(people + 2)), 0.9f);
    RecordedEvent bus = event("bus", 2, now.minus(Duration.ofMinutes(people + 1)), 0.9f);
    EventPictures pictures = new EventPictures(picture(WIDTH, HEIGHT), picture(80, 120));
    try (RecordingStore store =
        RecordingStore.open(
            folder,
            () -> new RetentionLimits(1L << 40, 0, stream -> EVER),
            InstantSource.system())) {
      for (RecordedEvent each : List.of(car, bus)) {
        store.tell(each, List.of(part(each)));
        store.pictures(each.id(), pictures);
      }
      for (int i = 0; i < people; i++) {
        Instant start = now.minus(Duration.ofMinutes(people - i));
        RecordedEvent person = event("person", i + 3, start, 0.5f + i % 40 / 100f);
        store.tell(person, List.of(part(person)));
      }
    }
    return car.id();
  }

  private static RecordedEvent event(String label, int number, Instant start, float score) {
    boolean vehicle = !label.equals("person");
    return new RecordedEvent(
        "%d-yard-%d".formatted(start.toEpochMilli(), number),
        "yard",
        label,
        Optional.of((long) number),
        start,
        start.plusSeconds(12),
        false,
        score,
        vehicle ? List.of("gate", "exit") : List.of(),
        vehicle ? List.of("drive") : List.of(),
        start.minusSeconds(5),
        start.plusSeconds(22),
        vehicle,
        false);
  }

  private static EventPart part(RecordedEvent event) {
    List<EventPoint> path = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      float x = 0.1f + i / 40f;
      float y = 0.4f + i / 120f;
      path.add(
          new EventPoint(event.startsAt().plusMillis(i * 500L), x, y, x + 0.1f, y + 0.3f, 0.9f));
    }
    return new EventPart(1, event.startsAt(), event.endsAt(), path);
  }

  private static byte[] picture(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D paint = image.createGraphics();
    paint.setColor(new Color(0x7A8B99));
    paint.fillRect(0, 0, width, height);
    paint.setColor(new Color(0xC2410C));
    paint.fillOval(width / 4, height / 4, width / 2, height / 2);
    paint.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", bytes);
    return bytes.toByteArray();
  }
}
