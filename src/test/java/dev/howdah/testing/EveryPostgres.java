package dev.howdah.testing;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** A new database on each version of PostgreSQL that can be had, one after the other. */
final class EveryPostgres implements ArgumentsProvider {

  private static final int FIRST = 15;
  private static final int LAST = 18;

  /** Differs from its neighbours in too little for most tests. */
  private static final int BETWEEN = 16;

  @Override
  public Stream<Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    Class<?> test = context.getRequiredTestClass();
    boolean all = test.getAnnotation(OnEveryPostgres.class).withoutGap();
    return IntStream.rangeClosed(FIRST, LAST)
        .filter(major -> all || major != BETWEEN)
        .filter(major -> isThere(major, context))
        .mapToObj(
            major ->
                Arguments.of(TestDatabase.create(Shared.servers(context).postgres(major), test)));
  }

  private static boolean isThere(int major, ExtensionContext context) {
    var missing = Shared.servers(context).missingPostgres(major);
    missing.ifPresent(
        reason -> {
          if (Shared.servers(context).all()) {
            throw new IllegalStateException(reason);
          }
          context.publishReportEntry(NotRunReport.ENTRY, reason);
        });
    return missing.isEmpty();
  }
}
