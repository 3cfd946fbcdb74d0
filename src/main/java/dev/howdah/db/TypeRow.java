package dev.howdah.db;

import dev.howdah.sql.catalog.Stamped;
import dev.howdah.sql.catalog.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of {@code catalogue_types.sql}. */
record TypeRow(
    long oid,
    String schema,
    String name,
    String kind,
    String category,
    boolean preferred,
    long relation,
    long element,
    long arrayType,
    long base,
    int baseModifier,
    List<String> functions,
    List<String> checks,
    @Nullable String extension,
    String stamp) {

  Stamped<Type> type() {
    return new Stamped<>(
        new Type(
            oid,
            schema,
            name,
            switch (kind) {
              case "b" -> Type.Kind.BASE;
              case "c" -> Type.Kind.COMPOSITE;
              case "d" -> Type.Kind.DOMAIN;
              case "e" -> Type.Kind.ENUM;
              case "p" -> Type.Kind.PSEUDO;
              case "r" -> Type.Kind.RANGE;
              case "m" -> Type.Kind.MULTIRANGE;
              default -> throw new IllegalStateException("no type is of the kind " + kind);
            },
            category.charAt(0),
            preferred,
            relation,
            element,
            arrayType,
            base,
            baseModifier,
            CatalogueReader.oids(functions),
            checks,
            extension),
        stamp);
  }
}
