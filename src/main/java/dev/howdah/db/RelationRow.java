package dev.howdah.db;

import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.catalog.Stamped;
import dev.howdah.sql.catalog.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of {@code catalogue_relations.sql}. */
record RelationRow(
    long oid,
    String schema,
    String name,
    String kind,
    long rowType,
    long arrayType,
    String typeName,
    String arrayName,
    List<String> columnNumbers,
    List<String> columnNames,
    List<String> columnTypes,
    List<String> columnModifiers,
    List<String> columnExpressions,
    List<String> parents,
    int owner,
    List<String> children,
    List<String> ruleEvents,
    List<String> ruleActions,
    List<String> ruleConditions,
    List<String> policies,
    List<String> expressions,
    List<String> defaults,
    @Nullable String foreignWrapper,
    @Nullable String extension,
    String stamp) {

  /** An empty list of nodes, which is how a rule without condition has one. */
  private static final String NO_CONDITION = "<>";

  Stamped<Relation> relation() {
    int[] numbers = CatalogueReader.numbers(columnNumbers);
    int[] modifiers = CatalogueReader.numbers(columnModifiers);
    List<Relation.Column> columns = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      columns.add(
          new Relation.Column(
              numbers[i],
              columnNames.get(i),
              Long.parseLong(columnTypes.get(i)),
              modifiers[i],
              columnExpressions.get(i).isEmpty() ? null : columnExpressions.get(i)));
    }
    List<Relation.Rule> rules = new ArrayList<>();
    for (int i = 0; i < ruleEvents.size(); i++) {
      String condition = ruleConditions.get(i);
      rules.add(
          new Relation.Rule(
              Integer.parseInt(ruleEvents.get(i)),
              condition.equals(NO_CONDITION)
                  ? List.of(ruleActions.get(i))
                  : List.of(ruleActions.get(i), condition)));
    }
    return new Stamped<>(
        new Relation(
            oid,
            schema,
            name,
            Relation.Kind.of(kind.charAt(0)),
            rowType,
            columns,
            CatalogueReader.oids(parents),
            owner,
            CatalogueReader.oids(children),
            rules,
            policies,
            expressions,
            defaults,
            foreignWrapper,
            extension),
        stamp);
  }

  /** Its row type and the type of arrays of it; none for a composite type, which is its own. */
  List<Type> types() {
    if (rowType == 0 || kind.equals("c")) {
      return List.of();
    }
    Type rows = type(rowType, typeName, Type.Kind.COMPOSITE, 'C', oid, 0, arrayType);
    return arrayType == 0
        ? List.of(rows)
        : List.of(rows, type(arrayType, arrayName, Type.Kind.BASE, 'A', 0, rowType, 0));
  }

  private Type type(
      long typeOid,
      String itsName,
      Type.Kind itsKind,
      char category,
      long relation,
      long element,
      long array) {
    return new Type(
        typeOid, schema, itsName, itsKind, category, false, relation, element, array, 0, -1,
        List.of(), List.of(), extension);
  }
}
