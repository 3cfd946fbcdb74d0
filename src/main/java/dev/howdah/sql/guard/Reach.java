package dev.howdah.sql.guard;

import dev.howdah.sql.catalog.Catalogue;
import dev.howdah.sql.catalog.Function;
import dev.howdah.sql.catalog.Function.Volatility;
import dev.howdah.sql.catalog.Relation;
import dev.howdah.sql.catalog.Type;
import dev.howdah.sql.resolve.StoredTrees;
import dev.howdah.sql.resolve.Uses;
import dev.howdah.sql.resolve.Uses.ColumnUse;
import dev.howdah.sql.resolve.Uses.FunctionUse;
import dev.howdah.sql.resolve.Uses.Privilege;
import dev.howdah.sql.resolve.Uses.RelationUse;
import dev.howdah.sql.resolve.Uses.TypeUse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Follows what a statement uses to everything behind it: views down to tables, children and
 * partitions, rules, defaults that are planned, the functions of row policies, the bodies of SQL
 * functions, the constraints of domains and the parts of types. Each function on the way is judged
 * by the policy, each relation and column by the access rules.
 */
final class Reach {

  /** More steps than any sane statement takes. */
  private static final int MOST = 20_000;

  /** What can leave a column to its default. */
  private static final Set<Privilege> DEFAULTING = EnumSet.of(Privilege.INSERT, Privilege.UPDATE);

  private final Catalogue catalogue;
  private final StoredTrees trees;
  private final Policies policies;
  private final RelationRules rules;
  private final Bodies bodies;
  private final Sequences sequences;
  private final boolean writing;
  private final boolean shown;

  private final Deque<Step> steps = new ArrayDeque<>();
  private final Set<Object> seen = new HashSet<>();
  private boolean setsSequence;

  /** Something to follow, and how it was come by. */
  private record Step(Uses uses, Via via) {}

  /** A function that the server itself runs, which may be more. */
  private record Support(long function) {}

  /** What was seen already; what leads there matters, because it may vouch for it. */
  private record Seen(Object use, Via.Kind kind, boolean vouched) {}

  /**
   * What may be reached.
   *
   * @param writing whether the statement writes
   * @param shown whether its plan is shown, which has the row policies of its tables in it
   */
  Reach(
      Catalogue catalogue,
      Policies policies,
      RelationRules rules,
      Bodies bodies,
      Sequences sequences,
      boolean writing,
      boolean shown) {
    this.catalogue = catalogue;
    this.trees = new StoredTrees(catalogue);
    this.policies = policies;
    this.rules = rules;
    this.bodies = bodies;
    this.sequences = sequences;
    this.writing = writing;
    this.shown = shown;
  }

  /**
   * Follows everything to its end.
   *
   * @throws Refusal at the first thing that may not be touched
   */
  void follow(Uses uses) {
    steps.add(new Step(uses, Via.STATEMENT));
    for (int i = 0; !steps.isEmpty(); i++) {
      if (i > MOST) {
        throw Refusal.gate("The statement reaches too many objects to be judged.", null, -1);
      }
      step(steps.remove());
    }
  }

  /**
   * Follows what a materialised view runs to be filled.
   *
   * @throws Refusal at the first thing that may not be touched
   */
  void fill(Relation view) {
    Via via = Via.STATEMENT.then(Via.Kind.FILLING, shown(view), true, -1);
    view.actions().stream().flatMap(rule -> rule.tree().stream()).forEach(tree -> run(tree, via));
    follow(Uses.none());
  }

  /** Whether {@code setval} is among the functions that were followed. */
  boolean setsSequence() {
    return setsSequence;
  }

  private void step(Step step) {
    Via via = step.via();
    for (RelationUse use : step.uses().relations()) {
      if (isNew(use, via)) {
        relation(use, via);
      }
    }
    for (ColumnUse use : step.uses().columns()) {
      if (isNew(use, via)) {
        column(use, via);
      }
    }
    for (FunctionUse use : step.uses().functions()) {
      catalogue
          .function(use.function())
          .ifPresent(function -> sequences.check(function, via, use.position()));
      if (isNew(use.function(), via)) {
        function(use.function(), via, use.position(), false);
      }
    }
    for (TypeUse use : step.uses().types()) {
      if (isNew(use, via)) {
        type(use.type(), via, use.position());
      }
    }
  }

  private boolean isNew(Object use, Via via) {
    return seen.add(new Seen(use, via.kind(), via.vouched()));
  }

  private void relation(RelationUse use, Via via) {
    Relation relation = catalogue.relation(use.relation());
    if (via.runs()) {
      rules.readsAnyway(relation);
      if (via.kind() == Via.Kind.FILLING) {
        rules.foreign(relation, via, via.offset(use.position()));
      }
    } else {
      rules.check(relation, use.privilege(), via, use.position());
    }
    if (policies.catalogues().covers(relation)) {
      return;
    }
    for (long child : relation.children()) {
      steps.add(
          new Step(
              relationUse(child, use),
              via.then(Via.Kind.CHILD, shown(relation), true, use.position())));
    }
    view(relation, use, via);
    if (via.kind() != Via.Kind.STORED) {
      Via own = via.then(Via.Kind.POLICY, shown(relation), true, use.position());
      relation.policies().forEach(tree -> run(tree, own));
      if (shown) {
        Via seen = via.then(Via.Kind.VIEW, shown(relation), rules.named(relation), use.position());
        relation
            .policies()
            .forEach(tree -> steps.add(new Step(trees.uses(tree, use.relation()), seen)));
      }
      relation.expressions().forEach(tree -> run(tree, own));
      relation.columns().stream()
          .flatMap(column -> Stream.ofNullable(column.generated()))
          .forEach(tree -> run(tree, own));
      if (shown && DEFAULTING.contains(use.privilege())) {
        // What it gives is shown, so that what it reads must be open.
        Via planned = via.then(Via.Kind.VIEW, shown(relation), false, use.position());
        relation.defaults().forEach(tree -> fold(tree, planned));
      }
    }
  }

  /**
   * What the planner runs of a default, and then shows: all but volatile functions, and what SQL
   * functions consist of, which it puts in their place.
   */
  private void fold(String tree, Via via) {
    Uses all = trees.uses(tree);
    Uses folded = Uses.none();
    folded.add(all);
    folded.functions().removeIf(use -> !folds(use.function()));
    steps.add(new Step(folded, via));
  }

  private boolean folds(long function) {
    return catalogue
        .function(function)
        .filter(each -> each.volatility() != Volatility.VOLATILE || each.language().equals("sql"))
        .isPresent();
  }

  /** What an expression of a table runs, and what it reads for that. */
  private void run(String tree, Via via) {
    steps.add(new Step(trees.uses(tree), via));
  }

  private void view(Relation relation, RelationUse use, Via via) {
    boolean stored = relation.kind() == Relation.Kind.MATERIALIZED_VIEW;
    if (stored && via.kind() == Via.Kind.FILLING) {
      return;
    }
    Via through =
        via.then(
            stored ? Via.Kind.STORED : Via.Kind.VIEW,
            shown(relation),
            rules.named(relation),
            use.position());
    for (Relation.Rule rule : relation.actions()) {
      boolean select = rule.event() == 1;
      if (!select && use.privilege() == Privilege.SELECT) {
        continue;
      }
      for (String tree : rule.tree()) {
        Uses inside = trees.uses(tree);
        steps.add(new Step(inside, through));
        if (select && use.privilege() != Privilege.SELECT) {
          // A simple view passes writes on to its table.
          Uses written = Uses.none();
          inside.relations().stream()
              .map(base -> new RelationUse(base.relation(), use.privilege(), base.position()))
              .forEach(written.relations()::add);
          steps.add(new Step(written, through));
        }
      }
    }
  }

  private static Uses relationUse(long relation, RelationUse like) {
    Uses uses = Uses.none();
    uses.relations().add(new RelationUse(relation, like.privilege(), like.position()));
    return uses;
  }

  private void column(ColumnUse use, Via via) {
    if (via.runs()) {
      return;
    }
    Relation relation = catalogue.relation(use.relation());
    rules.check(relation, use, via);
    if (policies.catalogues().covers(relation) || use.column() < 0) {
      return;
    }
    for (long oid : relation.children()) {
      Relation child = catalogue.relation(oid);
      Uses uses = Uses.none();
      relation.columns().stream()
          .filter(column -> use.column() == 0 || column.number() == use.column())
          .flatMap(column -> child.column(column.name()).stream())
          .map(column -> new ColumnUse(oid, column.number(), use.privilege(), use.position()))
          .forEach(uses.columns()::add);
      steps.add(new Step(uses, via.then(Via.Kind.CHILD, shown(relation), true, use.position())));
    }
  }

  private void function(long oid, Via via, int position, boolean byTheServer) {
    if (via.kind() == Via.Kind.STORED) {
      return;
    }
    Function function = catalogue.function(oid).orElse(null);
    if (function == null) {
      throw Refusal.gate(
          "A function that the statement runs is not known here" + via.said() + ".",
          null,
          via.offset(position));
    }
    setsSequence |= function.name().equals("setval") && BuiltIns.holds(function);
    if (function.defaultTree() != null) {
      steps.add(
          new Step(
              trees.uses(function.defaultTree()),
              via.then(Via.Kind.FUNCTION, function.name() + "()", false, position)));
    }
    FunctionPolicy policy = policies.functions();
    switch (byTheServer
        ? policy.judgeSupport(function, catalogue, writing)
        : policy.judge(function, catalogue, writing)) {
      case FunctionPolicy.Allowed _ -> makesRange(function, via, position);
      case FunctionPolicy.ReadsCatalogues(String reason) -> {
        // A policy asks as its owner wrote it, and what it is told does not come out.
        if (!rules.cataloguesOpen() && via.kind() != Via.Kind.POLICY) {
          throw refused(reason, function, via, position);
        }
      }
      case FunctionPolicy.Refused(String reason) -> throw refused(reason, function, via, position);
      case FunctionPolicy.JudgeSupport _ ->
          function.support().stream()
              .filter(support -> isNew(new Support(support), via))
              .forEach(support -> function(support, via, position, true));
      case FunctionPolicy.JudgeBody _ ->
          steps.add(
              new Step(
                  bodies.uses(function),
                  via.then(Via.Kind.FUNCTION, function.name() + "()", false, position)));
    }
  }

  private static Refusal refused(String reason, Function function, Via via, int position) {
    return Refusal.gate(
        reason + (via.name() == null ? "" : " It is run" + via.said() + "."),
        function.name(),
        via.offset(position));
  }

  /** The function that makes a range, which came with its type, compares the bounds. */
  private void makesRange(Function function, Via via, int position) {
    if (!BuiltIns.holds(function) && function.language().equals("internal")) {
      Uses uses = Uses.none();
      uses.types().add(new TypeUse(function.result(), position));
      steps.add(new Step(uses, via));
    }
  }

  private void type(long oid, Via via, int position) {
    if (via.kind() == Via.Kind.STORED) {
      return;
    }
    Type type = catalogue.type(oid);
    if (via.kind() == Via.Kind.STATEMENT && !sequences.names(type, position)) {
      rules.check(type, position);
    }
    Via through = via.then(Via.Kind.TYPE, type.name(), false, position);
    Uses uses = Uses.none();
    type.functions().stream()
        .filter(each -> isNew(new Support(each), via))
        .forEach(each -> function(each, through, position, true));
    if (type.element() != 0) {
      uses.types().add(new TypeUse(type.element(), position));
    }
    if (type.base() != 0) {
      uses.types().add(new TypeUse(type.base(), position));
    }
    if (type.kind() == Type.Kind.COMPOSITE && type.relation() != 0) {
      Relation rows = Objects.requireNonNull(catalogue.relation(type.relation()));
      rows.columns().forEach(column -> uses.types().add(new TypeUse(column.type(), position)));
    }
    for (String check : type.checks()) {
      uses.add(trees.uses(check));
    }
    steps.add(new Step(uses, through));
  }

  private static String shown(Relation relation) {
    return relation.schema() + "." + relation.name();
  }
}
