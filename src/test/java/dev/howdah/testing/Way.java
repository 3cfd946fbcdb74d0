package dev.howdah.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One way to come by a server: what starts it, or the reason why it cannot. */
sealed interface Way<S> {

  /** The server can be had; {@code start} starts it, or throws. */
  record Open<S>(Supplier<S> start) implements Way<S> {}

  /** The server cannot be had this way. */
  record Closed<S>(String reason) implements Way<S> {}

  /** The first open way, looking no further than it, or all the reasons. */
  static <S> Way<S> first(List<Supplier<Way<S>>> ways) {
    var reasons = new ArrayList<String>();
    for (var next : ways) {
      switch (next.get()) {
        case Open<S> open -> {
          return open;
        }
        case Closed<S>(String reason) -> reasons.add(reason);
      }
    }
    return new Closed<>(String.join(", ", reasons));
  }
}
