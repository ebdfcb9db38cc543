package eu.aifactory.clients.protocol.figures;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * {@link Figures} of a run, apart for each stage and class of requests: a request belongs to the
 * stage in which it was due. The run's own figures are the merge of its stages, the warm-up left
 * out.
 *
 * <p>Not thread-safe: one thread owns it.
 */
public final class RunFigures {
  /** The stage of what is sent before the first one, and never counted. */
  public static final int WARM_UP = -1;

  /** The class of failed requests that an agent had when it was lost. */
  public static final String AGENT_LOST = "agent_lost";

  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::stage).thenComparingInt(Place::requestClass);

  private final Map<Place, Figures> places = new TreeMap<>(ORDER);
  private Span span;

  private record Place(int stage, int requestClass) {}

  /** The figures of one stage and class, to be read and added to. */
  public Figures at(int stage, int requestClass) {
    return places.computeIfAbsent(new Place(stage, requestClass), place -> new Figures());
  }

  /** Takes figures in as those of a stage and class that has none yet. */
  public void put(int stage, int requestClass, Figures figures) {
    places.put(new Place(stage, requestClass), figures);
  }

  /** When all of it was measured, or {@code null} when that is not known. */
  public Span span() {
    return span;
  }

  /** Notes when it was measured; adds to what was noted before. */
  public void measuredOver(Span more) {
    span = Span.covering(span, more);
  }

  /** Each stage and class with its figures, the warm-up among them. */
  public void forEach(BiConsumer<Integer, Figures> action) {
    places.forEach((place, figures) -> action.accept(place.stage(), figures));
  }

  /** Adds what the same agent measured in another interval. */
  public void addInterval(RunFigures other) {
    other.places.forEach(
        (place, figures) -> at(place.stage(), place.requestClass()).addInterval(figures));
    measuredOver(other.span);
  }

  /** Adds what another agent measured at the same time. */
  public void addAgent(RunFigures other) {
    other.places.forEach(
        (place, figures) -> at(place.stage(), place.requestClass()).addAgent(figures));
    measuredOver(other.span);
  }

  /** Counts requests that were with an agent when it was lost as failed ones. */
  public void agentLost() {
    places.values().forEach(figures -> figures.failOutstanding(AGENT_LOST));
  }

  /** The stages that have figures, in their order, without the warm-up. */
  public SortedSet<Integer> stages() {
    SortedSet<Integer> stages = new TreeSet<>();
    places.keySet().stream().map(Place::stage).filter(stage -> stage >= 0).forEach(stages::add);
    return stages;
  }

  /** The merge of all stages. */
  public Figures whole() {
    return merged(place -> place.stage() >= 0);
  }

  /** The merge of all classes of one stage. */
  public Figures ofStage(int stage) {
    return merged(place -> place.stage() == stage);
  }

  /** The merge of all stages of one class. */
  public Figures ofClass(int requestClass) {
    return merged(place -> place.stage() >= 0 && place.requestClass() == requestClass);
  }

  /**
   * Classes are in flight at the same time, so their peaks add up, which gives an upper bound;
   * stages follow one another.
   */
  private Figures merged(Predicate<Place> which) {
    Map<Integer, Figures> byStage = new TreeMap<>();
    places.forEach(
        (place, figures) -> {
          if (which.test(place)) {
            byStage.computeIfAbsent(place.stage(), stage -> new Figures()).addAgent(figures);
          }
        });
    Figures sum = new Figures();
    byStage.values().forEach(sum::addInterval);
    return sum;
  }

  public List<StageParts> toParts() {
    return places.entrySet().stream()
        .map(
            entry ->
                new StageParts(
                    entry.getKey().stage(),
                    entry.getKey().requestClass(),
                    entry.getValue().toParts()))
        .toList();
  }

  /**
   * Reads what {@link #toParts} wrote.
   *
   * @throws IllegalArgumentException naming the part that cannot be read
   */
  public static RunFigures of(List<StageParts> parts) {
    RunFigures figures = new RunFigures();
    figures.addInterval(parts);
    return figures;
  }

  /**
   * Adds what the same agent measured in another interval, without a copy of it.
   *
   * @throws IllegalArgumentException naming the part that cannot be read; a half of it may have
   *     been added
   */
  public void addInterval(List<StageParts> parts) {
    for (StageParts part : parts) {
      checkPlace(part);
      at(part.stage(), part.requestClass()).addInterval(part.figures());
    }
  }

  /**
   * Reads it without keeping anything.
   *
   * @throws IllegalArgumentException naming the part that cannot be read
   */
  public static void check(List<StageParts> parts) {
    for (StageParts part : parts) {
      checkPlace(part);
      Figures.check(part.figures());
    }
  }

  private static void checkPlace(StageParts part) {
    if (part.stage() < WARM_UP || part.requestClass() < 0 || part.figures() == null) {
      throw new IllegalArgumentException(
          "stage %d and class %d hold no figures".formatted(part.stage(), part.requestClass()));
    }
  }
}
