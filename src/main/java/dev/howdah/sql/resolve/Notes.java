package dev.howdah.sql.resolve;

import dev.howdah.sql.Identifier;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Operator;
import dev.howdah.sql.resolve.Uses.ColumnUse;
import dev.howdah.sql.resolve.Uses.FunctionUse;
import dev.howdah.sql.resolve.Uses.OperatorUse;
import dev.howdah.sql.resolve.Uses.Privilege;
import dev.howdah.sql.resolve.Uses.RelationUse;
import dev.howdah.sql.resolve.Uses.TypeUse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What has been found so far. */
final class Notes {

  private final Uses uses = Uses.none();
  private final List<UnknownColumn> unknown = new ArrayList<>();
  private final List<UnknownType> unknownTypes = new ArrayList<>();
  private final List<UnknownFunction> unknownFunctions = new ArrayList<>();
  private final List<Star> stars = new ArrayList<>();
  private final Set<Long> named = new LinkedHashSet<>();
  private boolean locks;

  Analysis analysis(List<Field> columns) {
    return new Analysis(
        uses,
        unknown,
        unknownTypes,
        unknownFunctions,
        stars,
        locks,
        columns.stream().map(Field::name).toList(),
        columns.stream().map(field -> field.value().type()).toList());
  }

  void relation(long relation, Privilege privilege, int position) {
    named.add(relation);
    uses.relations().add(new RelationUse(relation, privilege, position));
  }

  /** Says that a relation is named; what is done with it is noted when it comes up. */
  void named(long relation) {
    named.add(relation);
  }

  /** Notes columns, and that something of their relations is read. */
  void read(List<Origin> origins, int position) {
    origins.forEach(origin -> column(origin, Privilege.SELECT, position));
  }

  void column(Origin origin, Privilege privilege, int position) {
    if (privilege == Privilege.SELECT && named.contains(origin.relation())) {
      relation(origin.relation(), privilege, position);
    }
    uses.columns().add(new ColumnUse(origin.relation(), origin.column(), privilege, position));
  }

  void type(long type, int position) {
    if (Types.known(type)) {
      uses.types().add(new TypeUse(type, position));
    }
  }

  void all(Uses found) {
    uses.add(found);
  }

  void functions(Collection<Long> functions, int position, boolean certain) {
    functions.forEach(
        function -> uses.functions().add(new FunctionUse(function, position, certain)));
  }

  /** Notes a call, and what its arguments are converted to. */
  void call(Resolution<Function> call, List<Long> actual, int position) {
    functions(call.candidates().stream().map(Function::oid).toList(), position, call.certain());
    type(call.cast(), position);
    converted(call, actual, position);
    if (call.candidates().stream().anyMatch(Types::opened)) {
      actual.forEach(type -> type(type, position));
    }
  }

  /** Notes an operator, the function behind it, and what its operands are converted to. */
  void operator(Resolution<Operator> operator, List<Long> actual, int position) {
    for (var candidate : operator.candidates()) {
      uses.operators().add(new OperatorUse(candidate.oid(), position, operator.certain()));
      if (candidate.function() != Types.NONE) {
        functions(List.of(candidate.function()), position, operator.certain());
      }
      if (Types.opened(candidate)) {
        actual.forEach(type -> type(type, position));
      }
    }
    converted(operator, actual, position);
  }

  private void converted(Resolution<?> resolution, List<Long> actual, int position) {
    functions(resolution.conversions(), position, resolution.certain());
    for (var i = 0; i < Math.min(actual.size(), resolution.arguments().size()); i++) {
      if (!actual.get(i).equals(resolution.arguments().get(i))) {
        type(resolution.arguments().get(i), position);
      }
    }
  }

  void unknown(String name, int position) {
    unknown.add(new UnknownColumn(name, position));
  }

  void unknownType(String name, int position) {
    unknownTypes.add(new UnknownType(name, position));
  }

  void unknownFunction(Identifier name, int position) {
    unknownFunctions.add(new UnknownFunction(name, position));
  }

  void star(Star star) {
    stars.add(star);
  }

  void locked(Collection<Long> relations, int position) {
    locks = true;
    List.copyOf(relations).forEach(relation -> relation(relation, Privilege.UPDATE, position));
  }

  /** All relations that have come up. */
  Set<Long> named() {
    return named;
  }
}
