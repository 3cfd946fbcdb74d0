package dev.howdah.db;

import dev.howdah.error.CallException;
import dev.howdah.sql.guard.Access;
import dev.howdah.sql.guard.Door;
import dev.howdah.sql.guard.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Judges the statements of one transaction: all of them before it begins, but those behind a change
 * of the schema, which only the transaction itself sees.
 */
final class Judges {

  private final Gate gate;
  private final Access access;
  private final Door door;
  private final CatalogueReader.Source source;

  Judges(Gate gate, Access access, Door door, CatalogueReader.Source source) {
    this.gate = gate;
    this.access = access;
    this.door = door;
    this.source = source;
  }

  /**
   * A statement.
   *
   * @param index where it stands, for a failure to name; null when it need not be told
   * @param before its verdict from before the transaction; null when it waits for that
   * @param inside gives its verdict by what the transaction sees
   * @param ceiling what it may cost
   */
  record Step(
      @Nullable Integer index,
      Writing.Values values,
      @Nullable Judged before,
      Function<CatalogueReader.Source, Judged> inside,
      Ceiling ceiling) {

    /** Whether it is known to change the schema. */
    boolean defines() {
      return before != null && before.statement().operations().contains(Operation.DDL);
    }

    /** The verdict; from before the transaction it rests on a catalogue that may have changed. */
    Judged judged(CatalogueReader.Source source) {
      return before != null ? before : inside.apply(source);
    }
  }

  /** The statements, as far as they can be judged already. */
  List<Step> steps(Writing writing) {
    List<Step> steps = new ArrayList<>();
    boolean changed = false;
    for (int i = 0; i < writing.steps().size(); i++) {
      Writing.Step step = writing.steps().get(i);
      Integer index = writing.numbered() ? i : null;
      try {
        Judged judged = changed ? null : gate.judge(step.text(), door, access, source);
        changed |= judged != null && judged.statement().operations().contains(Operation.DDL);
        steps.add(
            new Step(
                index,
                step.values(),
                judged,
                inside -> gate.judgeInside(step.text(), door, access, inside),
                writing.ceiling()));
      } catch (CallException e) {
        throw WriteTransaction.at(index, e);
      }
    }
    return steps;
  }
}
