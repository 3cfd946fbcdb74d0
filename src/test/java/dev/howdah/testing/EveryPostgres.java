package dev.howdah.testing;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** A new database on each version of PostgreSQL that can be had, one after the other. */
final class EveryPostgres implements ArgumentsProvider {

  /** Of use where it is installed, and asked of nobody. */
  private static final int OPTIONAL = 15;

  @Override
  public Stream<Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    return Stream.of(OPTIONAL, 17, 18)
        .filter(major -> isThere(major, context))
        .map(
            major ->
                Arguments.of(
                    TestDatabase.create(
                        Shared.servers(context).postgres(major), context.getRequiredTestClass())));
  }

  private static boolean isThere(int major, ExtensionContext context) {
    var missing = Shared.servers(context).missingPostgres(major);
    missing.ifPresent(
        reason -> {
          if (major != OPTIONAL && Shared.servers(context).all()) {
            throw new IllegalStateException(reason);
          }
          context.publishReportEntry(NotRunReport.ENTRY, reason);
        });
    return missing.isEmpty();
  }
}
