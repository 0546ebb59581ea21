package sluice.http;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import sluice.core.Direction;
import sluice.http.api.ScenePort;
import sluice.testing.SceneSamples;

/** A fake scene: object 7 is there, 5 and 4 have ended; line {@code gate}, zone {@code shop}. */
public final class FakeScenes implements ScenePort {
  /** Lines that were reset; "*" for all. */
  final List<String> resets = new CopyOnWriteArrayList<>();

  @Override
  public Objects objects(String stream) {
    return new Objects(
        List.of(SceneSamples.object(7, "person", true)),
        List.of(SceneSamples.object(5, "person", true), SceneSamples.object(4, "dog", false)),
        Set.of(7L));
  }

  @Override
  public CompletionStage<Optional<byte[]>> picture(String stream, long object) {
    return TestService.now(object == 7 ? Optional.of(TestService.PICTURE) : Optional.empty());
  }

  @Override
  public Map<String, Map<Direction, Map<String, Long>>> crossings(String stream) {
    Map<Direction, Map<String, Long>> gate = new EnumMap<>(Direction.class);
    gate.put(Direction.IN, new TreeMap<>(Map.of("person", 6L)));
    return resets.isEmpty() ? Map.of("gate", gate) : Map.of();
  }

  @Override
  public Map<String, Occupancy> occupancy(String stream) {
    return Map.of("shop", new Occupancy(Map.of("person", 2), 2, true));
  }

  @Override
  public void reset(String stream, Optional<String> line) {
    resets.add(line.orElse("*"));
  }
}
