package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Cast;
import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.parser.Node;
import dev.howdah.sql.resolve.Stored;
import dev.howdah.sql.resolve.Uses;
import dev.howdah.sql.resolve.Uses.FunctionUse;
import dev.howdah.sql.resolve.Uses.TypeUse;

/**
 * What the expressions of a definition use. One whose types are all known uses what they lead to;
 * in any other a name also stands for every function, operator and cast of that name.
 */
final class DefinitionExpressions {

  private static final long FIRST_OF_USERS = 16384;

  private final Catalogue catalogue;
  private final DefinitionColumns columns;
  private final Stored stored;
  private final Uses uses = Uses.none();

  DefinitionExpressions(Catalogue catalogue, DefinitionColumns columns) {
    this.catalogue = catalogue;
    this.columns = columns;
    this.stored = new Stored(catalogue, columns.table());
  }

  Uses uses(Definitions.Parts parts) {
    for (Node expression : parts.expressions()) {
      Stored.Meaning meaning = stored.meaning(expression, columns.seenBy(expression));
      uses.add(meaning.uses());
      if (!meaning.certain()) {
        byName(ExpressionNames.of(expression));
      }
    }
    parts.exclusions().forEach(this::operator);
    return uses;
  }

  private void byName(ExpressionNames names) {
    for (Definitions.Named named : names.functions()) {
      catalogue
          .functions(named.name())
          .forEach(function -> function(function.oid(), named.offset()));
    }
    names.operators().forEach(this::operator);
    for (Definitions.Named named : names.casts()) {
      catalogue
          .type(named.name())
          .map(
              type ->
                  stored.conversions(
                      Stored.UNDECIDED, type.oid(), Cast.Context.EXPLICIT, named.offset()))
          .ifPresent(uses::add);
    }
  }

  private void operator(Definitions.Named named) {
    catalogue.operators(named.name()).stream()
        .filter(operator -> operator.function() != 0)
        .forEach(operator -> function(operator.function(), named.offset()));
  }

  private void function(long oid, int position) {
    catalogue
        .function(oid)
        .map(Function::result)
        .filter(type -> type >= FIRST_OF_USERS)
        .ifPresent(type -> uses.types().add(new TypeUse(type, position)));
    uses.functions().add(new FunctionUse(oid, position, false));
  }
}
