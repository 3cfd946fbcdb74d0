package dev.howdah.sql.resolve;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.resolve.Uses.ColumnUse;
import dev.howdah.sql.resolve.Uses.FunctionUse;
import dev.howdah.sql.resolve.Uses.OperatorUse;
import dev.howdah.sql.resolve.Uses.RelationUse;
import dev.howdah.sql.resolve.Uses.TypeUse;
import java.util.Set;

/** Uses by their names, for those who read a report. */
final class Shown {

  private final Catalogue catalogue;

  Shown(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  String all(Set<Object> uses) {
    return uses.stream().limit(20).map(this::one).toList().toString();
  }

  private String one(Object use) {
    return switch (use) {
      case FunctionUse function -> "function " + function(function.function());
      case OperatorUse operator -> "operator " + operator(operator.operator());
      case RelationUse relation -> relation.privilege() + " " + relation(relation.relation());
      case ColumnUse column ->
          column.privilege() + " " + relation(column.relation()) + "." + column.column();
      case TypeUse type -> "type " + catalogue.type(type.type()).name();
      default -> use.toString();
    };
  }

  private String relation(long oid) {
    return catalogue.relation(oid).name();
  }

  private String function(long oid) {
    return catalogue
        .function(oid)
        .map(function -> function.name() + function.arguments())
        .orElse("?");
  }

  private String operator(long oid) {
    return catalogue
        .operator(oid)
        .map(operator -> operator.symbol() + "(" + operator.left() + "," + operator.right() + ")")
        .orElse("?");
  }
}
