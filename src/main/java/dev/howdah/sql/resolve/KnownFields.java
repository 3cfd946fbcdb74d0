package dev.howdah.sql.resolve;

import dev.howdah.sql.parser.Node;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The kinds of nodes, with their fields, that the reading knows what to do with. */
final class KnownFields {

  private static final Map<String, Set<String>> KNOWN =
      parse(
          """
          A_ArrayExpr elements list_start list_end
          A_Const isnull boolval bsval fval ival sval
          A_Expr kind name lexpr rexpr rexpr_list_start rexpr_list_end
          A_Indices is_slice lidx uidx
          A_Indirection arg indirection
          A_Star
          Alias aliasname colnames
          BitString bsval
          BoolExpr boolop args
          Boolean boolval
          BooleanTest arg booltesttype
          CTECycleClause cycle_col_list cycle_mark_column cycle_mark_value cycle_mark_default cycle_path_column
          CTESearchClause search_col_list search_breadth_first search_seq_column
          CaseExpr arg args defresult
          CaseWhen expr result
          CoalesceExpr args
          CollateClause arg collname
          ColumnDef colname typeName collClause is_local
          ColumnRef fields
          CommonTableExpr ctename aliascolnames ctematerialized ctequery search_clause cycle_clause
          CurrentOfExpr cursor_name cursor_param
          DeleteStmt relation usingClause whereClause returningList returningClause withClause
          Float fval
          FuncCall funcname args agg_order agg_filter over agg_within_group agg_star agg_distinct func_variadic funcformat
          GroupingFunc args
          GroupingSet kind content
          IndexElem name expr collation opclass ordering nulls_ordering
          InferClause indexElems whereClause conname
          InsertStmt relation cols selectStmt onConflictClause returningList returningClause withClause override
          Integer ival
          IntoClause *
          JoinExpr jointype isNatural larg rarg usingClause join_using_alias quals alias
          JsonAggConstructor output agg_filter agg_order over
          JsonArgument val name
          JsonArrayAgg constructor arg absent_on_null
          JsonArrayConstructor exprs output absent_on_null
          JsonArrayQueryConstructor query output format absent_on_null
          JsonBehavior btype expr coerce
          JsonFormat format_type encoding
          JsonFuncExpr op column_name context_item pathspec passing output on_empty on_error wrapper quotes
          JsonIsPredicate expr format item_type unique_keys
          JsonKeyValue key value
          JsonObjectAgg constructor arg absent_on_null unique
          JsonObjectConstructor exprs output absent_on_null unique
          JsonOutput typeName returning
          JsonParseExpr expr output unique_keys
          JsonReturning format typid typmod
          JsonScalarExpr expr output
          JsonSerializeExpr expr output
          JsonTable context_item pathspec passing columns on_error alias lateral
          JsonTableColumn coltype name typeName pathspec format wrapper quotes columns on_empty on_error
          JsonTablePathSpec string name name_location
          JsonValueExpr raw_expr formatted_expr format
          List items
          LockingClause lockedRels strength waitPolicy
          MergeStmt relation sourceRelation joinCondition mergeWhenClauses returningList returningClause withClause
          MergeSupportFunc msftype
          MergeWhenClause matchKind commandType override condition targetList values
          MinMaxExpr op args
          MultiAssignRef source colno ncolumns
          NamedArgExpr arg name argnumber
          NullTest arg nulltesttype
          OnConflictClause action infer targetList whereClause
          ParamRef number
          RangeFunction lateral ordinality is_rowsfrom functions alias coldeflist
          RangeSubselect lateral subquery alias
          RangeTableFunc lateral docexpr rowexpr namespaces columns alias
          RangeTableFuncCol colname typeName for_ordinality is_not_null colexpr coldefexpr
          RangeTableSample relation method args repeatable
          RangeVar catalogname schemaname relname inh relpersistence alias
          ResTarget name indirection val
          ReturningClause options exprs
          ReturningOption option value
          RowExpr args row_format
          SQLValueFunction op typmod
          SelectStmt distinctClause intoClause targetList fromClause whereClause groupClause groupDistinct havingClause windowClause valuesLists sortClause limitOffset limitCount limitOption lockingClause withClause op all larg rarg
          SetToDefault
          SortBy node sortby_dir sortby_nulls useOp
          String sval
          SubLink subLinkType testexpr operName subselect
          TypeCast arg typeName
          TypeName names typmods typemod arrayBounds
          UpdateStmt relation targetList whereClause fromClause returningList returningClause withClause
          WindowDef name refname partitionClause orderClause frameOptions startOffset endOffset
          WithClause ctes recursive
          XmlExpr op name named_args arg_names args xmloption indent
          XmlSerialize xmloption expr typeName indent
          Null
          """);

  private KnownFields() {}

  private static Map<String, Set<String>> parse(String table) {
    Map<String, Set<String>> known = new HashMap<>();
    table
        .lines()
        .forEach(
            line -> {
              var words = line.split(" ", 2);
              known.put(words[0], words.length == 1 ? Set.of() : Set.of(words[1].split(" ")));
            });
    return Map.copyOf(known);
  }

  /**
   * Looks at every node of a statement.
   *
   * @throws Unsupported at a kind or a field that is not known
   */
  static void check(Node statement) {
    var open = new ArrayDeque<Node>();
    open.add(statement);
    while (!open.isEmpty()) {
      var node = open.remove();
      var fields = KNOWN.get(node.kind());
      if (fields == null) {
        throw new Unsupported(node.kind(), node.location());
      }
      for (var field : node.fields()) {
        if (!fields.contains(field) && !field.equals("location") && !fields.contains("*")) {
          throw new Unsupported(node.kind() + "." + field, node.location());
        }
      }
      if (!fields.contains("*")) {
        open.addAll(Objects.requireNonNull(node.children()));
      }
    }
  }
}
