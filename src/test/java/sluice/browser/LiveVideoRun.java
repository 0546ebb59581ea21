package sluice.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import sluice.testing.ApiClient;
import sluice.testing.LiveSocket;
import sluice.testing.ServiceChild;
import sluice.testing.TestBrowser;
import sluice.video.Camera;
import sluice.video.TestClip;

/**
 * Measures live video against pictures: how far behind a browser shows them, by a clock in the
 * picture, and what those who watch cost the service. Runs as a main class with {@code [ROUNDS
 * [SECONDS]]}; needs Chromium.
 */
public final class LiveVideoRun {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 720;

  /** Pictures of the clip: the clock goes round once in 10 s. */
  private static final int PICTURES = 250;

  private static final int KEY_FRAMES = 50;
  private static final int BITS = 8;
  private static final int BAR_HEIGHT = HEIGHT / 5;
  private static final int WHITE = 235;
  private static final int TAKEN_AFTER = 10;
  private static final List<Integer> WATCHERS = List.of(1, 4, 16);
  private static final Duration SETTLING = Duration.ofSeconds(4);

  /** The machine's browser is taken; none is downloaded. */
  private static final Playwright.CreateOptions HERE =
      new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));

  /** Notes each picture that is shown: when, and the number that its bars are. */
  private static final String WATCH =
      """
      () => {
        const small = new OffscreenCanvas(8, 1);
        const context = small.getContext('2d', { willReadFrequently: true });
        const read = (shown, width, height) => {
          context.drawImage(shown, 0, height / 20, width, height / 10, 0, 0, 8, 1);
          const { data } = context.getImageData(0, 0, 8, 1);
          let number = 0;
          for (let bit = 0; bit < 8; bit += 1) {
            number += data[bit * 4] > 128 ? 1 << bit : 0;
          }
          window.shownPictures.push([Date.now(), number]);
        };
        window.shownPictures = [];
        const video = document.querySelector('[data-video]');
        if (video) {
          const next = () => {
            read(video, video.videoWidth, video.videoHeight);
            video.requestVideoFrameCallback(next);
          };
          video.requestVideoFrameCallback(next);
        } else {
          const canvas = document.querySelector('[data-picture]');
          new MutationObserver(() => read(canvas, canvas.width, canvas.height))
            .observe(canvas, { attributes: true, attributeFilter: ['data-number'] });
        }
      }
      """;

  private final Camera camera;
  private final ServiceChild service;
  private final int seconds;

  private LiveVideoRun(Camera camera, ServiceChild service, int seconds) {
    this.camera = camera;
    this.service = service;
    this.seconds = seconds;
  }

  /** Runs {@code [ROUNDS [SECONDS]]}, 3 and 10 where they are left out. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Locale.setDefault(Locale.ROOT);
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    Path folder = Files.createTempDirectory("live-video");
    DashboardService.draw(folder);
    try (Camera camera = new Camera(clip(), PICTURES);
        ServiceChild service =
            DashboardService.start(
                folder,
                "port = 0, live-fps = 10",
                "  streams.gate { source = \"%s\", detect-fps = 5 }%n".formatted(camera.url("")))) {
      service.awaitLog("stream gate: running", 1);
      LiveVideoRun run = new LiveVideoRun(camera, service, seconds);
      run.delays(rounds);
      run.costs(rounds);
    }
  }

  /** Bars at the top are the picture's number; below, something moves. */
  private static TestClip clip() {
    return new TestClip()
        .size(WIDTH, HEIGHT)
        .rate(Camera.RATE)
        .gop(KEY_FRAMES)
        .coded("libopenh264", "yuv420p")
        .painted(LiveVideoRun::paint);
  }

  private static int paint(int n, int x, int y) {
    int level =
        y < BAR_HEIGHT
            ? (n >> (x * BITS / WIDTH) & 1) * WHITE
            : ((x + 4 * n) / 8 * 13 ^ (y + n) / 8 * 7) & 0xFF;
    return level * 0x010101;
  }

  private String page() {
    return DashboardService.address(service) + "#/streams/gate";
  }

  /** How far behind the browser is, pictures and video in turn. */
  private void delays(int rounds) {
    Map<String, List<Double>> medians = new LinkedHashMap<>();
    Map<String, List<Double>> worst = new LinkedHashMap<>();
    try (Playwright driver = Playwright.create(HERE);
        Browser browser = driver.chromium().launch(options())) {
      for (int round = 0; round < rounds; round++) {
        for (String view : List.of("pictures", "video")) {
          double[] all = delays(browser, view);
          Arrays.sort(all);
          if (all.length == 0) {
            throw new IllegalStateException("no picture was shown as " + view);
          }
          System.out.printf(
              "%s: %d shown, behind %.0f ms in the middle, 95 %% %.0f ms, most %.0f ms%n",
              view,
              all.length,
              all[all.length / 2],
              all[all.length * 95 / 100],
              all[all.length - 1]);
          medians.computeIfAbsent(view, key -> new ArrayList<>()).add(all[all.length / 2]);
          worst.computeIfAbsent(view, key -> new ArrayList<>()).add(all[all.length - 1]);
        }
      }
    }
    medians.forEach(
        (view, all) ->
            System.out.printf(
                "behind, %s: %.0f ms (median of %d rounds), most %.0f ms%n",
                view,
                median(all),
                rounds,
                worst.get(view).stream().mapToDouble(x -> x).max().orElse(0)));
  }

  private static BrowserType.LaunchOptions options() {
    return new BrowserType.LaunchOptions()
        .setExecutablePath(TestBrowser.program().orElseThrow())
        .setHeadless(true)
        .setChromiumSandbox(false)
        .setArgs(List.of("--disable-dev-shm-usage"));
  }

  /** Delays of all pictures that are shown for some seconds, in milliseconds. */
  private double[] delays(Browser browser, String view) {
    try (Page page = browser.newPage()) {
      page.addInitScript("localStorage.setItem('sluice.live', '" + view + "')");
      page.navigate(page());
      page.waitForSelector("[data-view='" + view + "']");
      page.waitForSelector("[data-picture][data-number]");
      page.waitForTimeout(SETTLING.toMillis());
      page.evaluate(WATCH);
      page.waitForTimeout(TimeUnit.SECONDS.toMillis(seconds));
      List<?> shown = (List<?>) page.evaluate("() => window.shownPictures");
      if (page.querySelector("[data-view='" + view + "']") == null) {
        throw new IllegalStateException("the page fell back to pictures");
      }
      return shown.stream()
          .map(List.class::cast)
          .mapToDouble(this::delay)
          .filter(ms -> ms >= 0)
          .toArray();
    }
  }

  private double delay(List<?> shown) {
    long at = ((Number) shown.getFirst()).longValue();
    OptionalLong sent = camera.sentAt(((Number) shown.getLast()).intValue(), at);
    return sent.isPresent() ? at - sent.getAsLong() : -1;
  }

  /** What those who watch cost the service's process, in parts of a core. */
  private void costs(int rounds) throws InterruptedException {
    Map<String, List<Double>> all = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      all.computeIfAbsent("nobody", key -> new ArrayList<>()).add(load());
      for (int watchers : WATCHERS) {
        for (String view : List.of("pictures", "video")) {
          String name = "%2d × %s".formatted(watchers, view);
          all.computeIfAbsent(name, key -> new ArrayList<>()).add(load(watchers, view));
        }
      }
    }
    double none = median(all.get("nobody"));
    all.forEach(
        (name, loads) ->
            System.out.printf(
                "%s: %.1f %% of a core, %+.1f (of %s)%n",
                name,
                100 * median(loads),
                100 * (median(loads) - none),
                loads.stream().map(load -> "%.1f".formatted(100 * load)).toList()));
  }

  private double load(int watchers, String view) throws InterruptedException {
    LongAdder messages = new LongAdder();
    LongAdder bytes = new LongAdder();
    String watch =
        view.equals("video")
            ? "{\"type\":\"watch\",\"pictures\":{},\"videos\":[\"gate\"]}"
            : "{\"type\":\"watch\",\"pictures\":{\"gate\":1280}}";
    List<LiveSocket> sockets = new ArrayList<>();
    try (ApiClient api = new ApiClient(service.port());
        var threads = Executors.newFixedThreadPool(2);
        HttpClient client = HttpClient.newBuilder().executor(threads).build()) {
      for (int i = 0; i < watchers; i++) {
        LiveSocket[] own = new LiveSocket[1];
        own[0] =
            LiveSocket.open(
                client,
                URI.create("ws://127.0.0.1:" + service.port() + "/api/v1/live"),
                picture -> {
                  messages.increment();
                  bytes.add(picture.jpeg().length);
                  acknowledge(own[0], picture.header());
                });
        own[0].hello(api.send("POST", "/api/v1/live/tickets", "{}").json().get("ticket").asText());
        own[0].text();
        own[0].say(watch);
        sockets.add(own[0]);
      }
      pause(SETTLING);
      long before = messages.sum();
      long bytesBefore = bytes.sum();
      double load = load();
      System.out.printf(
          "%2d × %s: %.1f messages and %.0f kB a second each, %.1f %% of a core%n",
          watchers,
          view,
          (messages.sum() - before) / (double) seconds / watchers,
          (bytes.sum() - bytesBefore) / 1e3 / seconds / watchers,
          100 * load);
      sockets.forEach(LiveSocket::abort);
      client.shutdownNow();
      return load;
    }
  }

  private static void acknowledge(LiveSocket socket, JsonNode header) {
    if (!header.has("kind")) {
      socket.shown("gate");
    } else if (header.path("number").asLong(1) % TAKEN_AFTER == 0) {
      socket.taken("gate", header.get("number").asLong());
    }
  }

  /** The service's load for some seconds. */
  private double load() {
    Duration before = service.processorTime();
    long start = System.nanoTime();
    pause(Duration.ofSeconds(seconds));
    double passed = System.nanoTime() - start;
    return service.processorTime().minus(before).toNanos() / passed;
  }

  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
