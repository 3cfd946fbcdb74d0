package dev.howdah.db;

import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Stamped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of {@code catalogue_functions.sql}. */
record FunctionRow(
    long oid,
    String schema,
    String name,
    String kind,
    List<String> arguments,
    List<String> names,
    long variadic,
    int defaults,
    @Nullable String defaultTree,
    long result,
    boolean returnsSet,
    List<String> outputNames,
    List<String> outputTypes,
    boolean securityDefiner,
    boolean configured,
    String language,
    String volatility,
    List<String> support,
    @Nullable String aggregateKind,
    int directArguments,
    @Nullable String extension,
    String stamp) {

  Stamped<Function> function() {
    List<Function.Output> outputs = new ArrayList<>();
    for (int i = 0; i < outputTypes.size(); i++) {
      outputs.add(new Function.Output(outputNames.get(i), Long.parseLong(outputTypes.get(i))));
    }
    return new Stamped<>(
        new Function(
            oid,
            schema,
            name,
            switch (kind) {
              case "f" -> Function.Kind.FUNCTION;
              case "p" -> Function.Kind.PROCEDURE;
              case "a" -> Function.Kind.AGGREGATE;
              case "w" -> Function.Kind.WINDOW;
              default -> throw new IllegalStateException("no function is of the kind " + kind);
            },
            CatalogueReader.oids(arguments),
            names,
            variadic,
            defaults,
            defaultTree,
            result,
            returnsSet,
            outputs,
            securityDefiner,
            configured,
            language,
            switch (volatility) {
              case "i" -> Function.Volatility.IMMUTABLE;
              case "s" -> Function.Volatility.STABLE;
              default -> Function.Volatility.VOLATILE;
            },
            CatalogueReader.oids(support),
            aggregateKind == null
                ? null
                : new Function.Aggregate(aggregateKind.charAt(0), directArguments),
            extension),
        stamp);
  }
}
