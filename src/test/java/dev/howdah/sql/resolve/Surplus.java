package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.resolve.Uses.ColumnUse;
import dev.howdah.sql.resolve.Uses.FunctionUse;
import dev.howdah.sql.resolve.Uses.OperatorUse;
import dev.howdah.sql.resolve.Uses.Privilege;
import dev.howdah.sql.resolve.Uses.RelationUse;
import dev.howdah.sql.resolve.Uses.TypeUse;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why we may see more in a statement than PostgreSQL, always on the refusing side. */
enum Surplus {
  /** A type of somebody's own is read from text or printed: its functions run, unlisted. */
  TEXT_FORM,
  /** Where several casts could be run, or the value has the wanted type already. */
  CONVERSION,
  /** A name that stands for several functions or operators, as we do not know all types. */
  UNDECIDED,
  /** The columns of a row that a function, a column or a whole row brings with it. */
  COLUMN_OF_A_ROW,
  /** Which columns a constraint is on is not in the catalogue: all. */
  CONSTRAINT,
  /** A lock on what a query gives is taken for one on every relation. */
  LOCK,
  /** Aggregates that SQL/JSON may use; which depends on what is returned. */
  JSON,
  /** Nothing of that kind: a mistake. */
  UNEXPLAINED;

  private static final Pattern JSON_FUNCTION =
      Pattern.compile("jsonb?_(object_)?agg\\w*|convert_(from|to)");

  private static final Pattern LOCKING =
      Pattern.compile("\\bfor (no key )?update|\\bfor (key )?share");

  static Surplus of(Object use, Uses ours, Uses theirs, Catalogue catalogue, String sql) {
    return switch (use) {
      case FunctionUse function -> of(function, ours, catalogue);
      case OperatorUse operator ->
          ours.operators().stream()
                  .noneMatch(one -> one.operator() == operator.operator() && one.certain())
              ? UNDECIDED
              : UNEXPLAINED;
      case ColumnUse column -> of(column, ours, theirs, catalogue, sql);
      case RelationUse relation ->
          relation.privilege() == Privilege.UPDATE && LOCKING.matcher(sql).find()
              ? LOCK
              : relation.privilege() == Privilege.SELECT
                      && holdsRows(ours, relation.relation(), catalogue)
                  ? COLUMN_OF_A_ROW
                  : UNEXPLAINED;
      default -> UNEXPLAINED;
    };
  }

  private static Surplus of(FunctionUse use, Uses ours, Catalogue catalogue) {
    var function = catalogue.function(use.function()).orElseThrow();
    if (JSON_FUNCTION.matcher(function.name()).matches()) {
      return JSON;
    }
    if (ours.types().stream().anyMatch(type -> represents(type, use, catalogue))) {
      return TEXT_FORM;
    }
    if (catalogue.casts().stream().anyMatch(cast -> cast.function() == use.function())) {
      return CONVERSION;
    }
    return ours.functions().stream()
            .noneMatch(one -> one.function() == use.function() && one.certain())
        ? UNDECIDED
        : UNEXPLAINED;
  }

  private static boolean represents(TypeUse type, FunctionUse use, Catalogue catalogue) {
    return new Coercions(catalogue).representation(type.type()).contains(use.function());
  }

  private static Surplus of(
      ColumnUse use, Uses ours, Uses theirs, Catalogue catalogue, String sql) {
    if (use.privilege() != Privilege.SELECT) {
      return UNEXPLAINED;
    }
    if (use.column() == 0 && sql.toLowerCase(Locale.ROOT).contains("on conflict on constraint")) {
      return CONSTRAINT;
    }
    var whole = new ColumnUse(use.relation(), 0, Privilege.SELECT, -1);
    var named = new RelationUse(use.relation(), Privilege.SELECT, -1);
    return theirs.columns().contains(whole)
            || !theirs.relations().contains(named)
            || holdsRows(ours, use.relation(), catalogue)
        ? COLUMN_OF_A_ROW
        : UNEXPLAINED;
  }

  /** Whether rows of a relation may come from a column or a function. */
  private static boolean holdsRows(Uses uses, long relation, Catalogue catalogue) {
    var columns =
        uses.columns().stream()
            .flatMap(
                use ->
                    catalogue.relation(use.relation()).columns().stream()
                        .filter(column -> use.column() == 0 || column.number() == use.column())
                        .map(Relation.Column::type));
    var results =
        uses.functions().stream()
            .map(use -> catalogue.function(use.function()).orElseThrow().result());
    return Stream.concat(columns, results)
        .anyMatch(type -> type != Types.NONE && rows(type, relation, catalogue));
  }

  private static boolean rows(long type, long relation, Catalogue catalogue) {
    var types = new Types(catalogue);
    var base = types.base(type);
    var element = types.element(base);
    return catalogue.type(element == Types.NONE ? base : types.base(element)).relation()
        == relation;
  }
}
