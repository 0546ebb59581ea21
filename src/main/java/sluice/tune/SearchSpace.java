package sluice.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The search space: the positions that the parameters can take.
 *
 * @param positions of each parameter that may be varied, in order; parameters that are missing stay
 *     as they are
 * @param streams numbers of streams that a search begins with, the most promising first
 */
public record SearchSpace(Map<Parameter, List<String>> positions, List<Integer> streams) {
  private static final String THROUGHPUT = "throughput";
  private static final String LATENCY = "latency";
  private static final int EVERY_UP_TO = 8;
  private static final int MOST_REQUESTS_BY_THREAD = 2;
  private static final List<Integer> PREFETCH = List.of(0, 1, 2, 4, 8);

  private static final int MOST_SEED_STREAMS = 4;

  /** How many positions to each side are a parameter's neighbours. */
  private static final int NEAR = 2;

  /**
   * Parameters that depend on each other: varied one by one, a better place beyond both isn't
   * found.
   */
  private static final List<List<Parameter>> TIED =
      List.of(
          List.of(Parameter.STREAMS, Parameter.REQUESTS),
          List.of(Parameter.THREADS, Parameter.PINNING),
          List.of(Parameter.STREAMS, Parameter.THREADS),
          List.of(Parameter.REQUESTS, Parameter.PREFETCH));

  /** Keeps its own copies. */
  public SearchSpace {
    positions = Map.copyOf(positions);
    streams = List.copyOf(streams);
  }

  /**
   * The space of a processor.
   *
   * @param threads most threads of inference, at least 1
   * @param precisions types that it can compute in, besides the one that it takes by itself
   */
  public static SearchSpace ofCpu(int threads, List<String> precisions) {
    Map<Parameter, List<String>> positions = new EnumMap<>(Parameter.class);
    positions.put(Parameter.HINT, List.of(THROUGHPUT, LATENCY));
    positions.put(Parameter.STREAMS, withOpen(steps(threads)));
    positions.put(Parameter.REQUESTS, withOpen(steps(threads * MOST_REQUESTS_BY_THREAD + 2)));
    positions.put(
        Parameter.THREADS,
        withOpen(
            IntStream.of(threads / 2, threads * 3 / 4, threads - 1, threads)
                .filter(count -> count > 0)
                .distinct()
                .boxed()
                .toList()));
    positions.put(Parameter.PINNING, List.of(Candidate.OPEN, "yes", "no"));
    positions.put(Parameter.PREFETCH, PREFETCH.stream().map(String::valueOf).toList());
    positions.put(
        Parameter.PRECISION,
        Stream.concat(Stream.of(Candidate.OPEN), precisions.stream()).toList());
    return new SearchSpace(positions, seedStreams(threads));
  }

  /** The space of a device whose streams and threads are its own affair. */
  public static SearchSpace ofOther(int mostRequests, List<String> precisions) {
    Map<Parameter, List<String>> positions = new EnumMap<>(Parameter.class);
    positions.put(Parameter.HINT, List.of(THROUGHPUT, LATENCY));
    positions.put(Parameter.REQUESTS, withOpen(steps(mostRequests)));
    positions.put(Parameter.PREFETCH, PREFETCH.stream().map(String::valueOf).toList());
    positions.put(
        Parameter.PRECISION,
        Stream.concat(Stream.of(Candidate.OPEN), precisions.stream()).toList());
    return new SearchSpace(positions, List.of());
  }

  /** The same, with a choice of files. */
  public SearchSpace withFiles(List<String> files) {
    Map<Parameter, List<String>> more = new EnumMap<>(Parameter.class);
    more.putAll(positions);
    more.put(Parameter.FILES, files);
    return new SearchSpace(more, streams);
  }

  /** The same, in which a parameter can't be varied. */
  public SearchSpace holding(Parameter parameter) {
    Map<Parameter, List<String>> fewer = new EnumMap<>(Parameter.class);
    fewer.putAll(positions);
    fewer.remove(parameter);
    return new SearchSpace(fewer, streams);
  }

  /** Every number as far as they are few, then about half as many again each time. */
  private static List<Integer> steps(int most) {
    List<Integer> steps = new ArrayList<>();
    for (int count = 1; count < most; count += count < EVERY_UP_TO ? 1 : count / 2) {
      steps.add(count);
    }
    steps.add(most);
    return steps;
  }

  private static List<Integer> seedStreams(int threads) {
    return Stream.of(threads, threads / 2, threads / 4, 1)
        .filter(count -> count > 0)
        .distinct()
        .toList();
  }

  private static List<String> withOpen(List<Integer> counts) {
    return Stream.concat(Stream.of(Candidate.OPEN), counts.stream().map(String::valueOf)).toList();
  }

  /**
   * Whole candidates to begin with, the most promising first: places that differ in several
   * parameters at once, which lean on each other. More requests help only where streams take them,
   * and the other way round; varying one parameter at a time never gets from the one place to the
   * other. Where latency counts, frames that wait count too, and the numbers of streams between few
   * and all.
   *
   * @param start where the search comes from; parameters that this doesn't speak of stand as there
   */
  List<Candidate> seeds(Candidate start, Objective goal) {
    boolean hurries = goal.aim() == Objective.Aim.LATENCY || goal.limit().isPresent();
    Set<Candidate> fast = new LinkedHashSet<>();
    Set<Candidate> soon = new LinkedHashSet<>();
    for (String waiting :
        hurries
            ? List.of("0", start.get(Parameter.PREFETCH))
            : List.of(start.get(Parameter.PREFETCH))) {
      Candidate throughput = plain(start, THROUGHPUT).with(Parameter.PREFETCH, waiting);
      fast.add(throughput);
      for (int count : hurries ? someStreams() : streams) {
        Candidate some = throughput.with(Parameter.STREAMS, count);
        fast.add(some.with(Parameter.REQUESTS, count + 1));
        fast.add(some.with(Parameter.REQUESTS, count));
      }
      Candidate latency = plain(start, LATENCY).with(Parameter.PREFETCH, waiting);
      soon.add(latency.with(Parameter.REQUESTS, 1));
      soon.add(latency);
    }
    boolean fastFirst = goal.aim() == Objective.Aim.THROUGHPUT;
    return Stream.concat(
            fastFirst ? fast.stream() : soon.stream(), fastFirst ? soon.stream() : fast.stream())
        .map(seed -> held(seed, start))
        .distinct()
        .toList();
  }

  /** From all down to one, not too many. */
  private List<Integer> someStreams() {
    List<Integer> all =
        positions.getOrDefault(Parameter.STREAMS, List.of()).stream()
            .filter(value -> !value.equals(Candidate.OPEN))
            .map(Integer::valueOf)
            .sorted(Comparator.reverseOrder())
            .toList();
    int step = Math.max(1, all.size() / MOST_SEED_STREAMS);
    return IntStream.range(0, all.size())
        .filter(i -> i % step == 0 || i == all.size() - 1)
        .mapToObj(all::get)
        .toList();
  }

  private static Candidate plain(Candidate start, String hint) {
    return start
        .with(Parameter.HINT, hint)
        .with(Parameter.STREAMS, Candidate.OPEN)
        .with(Parameter.REQUESTS, Candidate.OPEN);
  }

  /** The same with parameters that may not be varied as they were. */
  private Candidate held(Candidate seed, Candidate start) {
    Candidate result = seed;
    for (Parameter parameter : seed.differences(start)) {
      if (!positions.containsKey(parameter)) {
        result = result.with(parameter, start.get(parameter));
      }
    }
    return result;
  }

  /**
   * Candidates that differ in this parameter alone; where it has many positions, the near ones.
   *
   * @param settled what the device made of the candidate, for parameters that it left open
   */
  List<Candidate> neighbours(Candidate candidate, Candidate settled, Parameter parameter) {
    return near(candidate, settled, parameter).stream()
        .map(value -> candidate.with(parameter, value))
        .toList();
  }

  /** Candidates two parameters away, of parameters that lean on each other. */
  List<Candidate> distant(Candidate candidate, Candidate settled) {
    List<Candidate> result = new ArrayList<>();
    for (List<Parameter> pair : TIED) {
      for (String first : near(candidate, settled, pair.getFirst())) {
        for (String second : near(candidate, settled, pair.getLast())) {
          result.add(candidate.with(pair.getFirst(), first).with(pair.getLast(), second));
        }
      }
    }
    return result;
  }

  private List<String> near(Candidate candidate, Candidate settled, Parameter parameter) {
    List<String> all = positions.getOrDefault(parameter, List.of());
    String here = candidate.get(parameter);
    OptionalInt number = settled.number(parameter);
    List<String> others = all.stream().filter(value -> !value.equals(here)).toList();
    if (number.isEmpty()) {
      return others;
    }
    int now = number.getAsInt();
    return Stream.concat(
            others.stream().filter(value -> value.equals(Candidate.OPEN)),
            Stream.concat(side(others, now, 1), side(others, now, -1))
                .sorted(Comparator.comparingInt(value -> Math.abs(Integer.parseInt(value) - now))))
        .toList();
  }

  /** The nearest numbers above or below. */
  private static Stream<String> side(List<String> values, int now, int sign) {
    return values.stream()
        .filter(value -> !value.equals(Candidate.OPEN))
        .filter(value -> (Integer.parseInt(value) - now) * sign > 0)
        .sorted(Comparator.comparingInt(value -> Math.abs(Integer.parseInt(value) - now)))
        .limit(NEAR);
  }
}
