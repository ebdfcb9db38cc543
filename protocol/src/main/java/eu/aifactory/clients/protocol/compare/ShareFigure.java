package eu.aifactory.clients.protocol.compare;

import java.util.List;
import java.util.Optional;

/** A share of requests, compared by its difference: a ratio of 0 to 0 says nothing. */
enum ShareFigure {
  /** Failed requests of those that ended. */
  FAILED("requests.failed_share", Better.LOWER) {
    @Override
    Optional<Counts> in(ResultDocument document) {
      return counts(
          document.number("requests", "failed").orElse(0),
          document.number("requests", "failed").orElse(0)
              + document.number("requests", "succeeded").orElse(0));
    }
  },
  /** Requests that kept the SLO, of all intended. */
  ATTAINMENT("goodput.attainment", Better.HIGHER) {
    @Override
    Optional<Counts> in(ResultDocument document) {
      double intended = document.number("requests", "intended").orElse(0);
      return document.number("goodput", "attainment").isEmpty()
          ? Optional.empty()
          : counts(document.number("goodput", "attainment").getAsDouble() * intended, intended);
    }
  };

  private final String wireName;
  private final Better better;

  ShareFigure(String wireName, Better better) {
    this.wireName = wireName;
    this.better = better;
  }

  /** How many of how many; empty when it was not measured. */
  abstract Optional<Counts> in(ResultDocument document);

  String wireName() {
    return wireName;
  }

  Better better() {
    return better;
  }

  /** The sum over the runs; empty when one of them has none. */
  Optional<Counts> in(List<ResultDocument> documents) {
    List<Counts> counts = documents.stream().map(this::in).flatMap(Optional::stream).toList();
    return counts.size() < documents.size()
        ? Optional.empty()
        : counts.stream().reduce(Counts::plus);
  }

  private static Optional<Counts> counts(double of, double all) {
    return all > 0 ? Optional.of(new Counts(Math.round(of), Math.round(all))) : Optional.empty();
  }

  /** How many of how many. */
  record Counts(long of, long all) {
    private static final double JEFFREYS = 0.5;

    double share() {
      return of / (double) all;
    }

    Counts plus(Counts other) {
      return new Counts(of + other.of, all + other.all);
    }

    /** A share that these counts would be likely for, under Jeffreys' prior. */
    double drawn(Draws draws) {
      return draws.beta(of + JEFFREYS, all - of + JEFFREYS);
    }
  }
}
