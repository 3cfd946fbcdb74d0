package dev.howdah.sql.parser;

import java.util.HashMap;
import java.util.Map;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;

/** What the instances of one grammar share. Safe for use by many threads at once. */
final class Engine {

  private final Grammar grammar;
  private final Map<Integer, FlatFunction> flat;

  /** Takes the time to read the module. */
  Engine(Grammar grammar) {
    this(grammar, flat(grammar));
  }

  /**
   * Runs some functions in that code.
   *
   * @param flat by the functions' numbers
   */
  Engine(Grammar grammar, Map<Integer, FlatFunction> flat) {
    this.grammar = grammar;
    this.flat = Map.copyOf(flat);
  }

  private static Map<Integer, FlatFunction> flat(Grammar grammar) {
    Map<Integer, FlatFunction> flat = new HashMap<>();
    for (int function : grammar.tooLarge()) {
      flat.put(function, FlatCompiler.compile(grammar.module(), function));
    }
    return flat;
  }

  Grammar grammar() {
    return grammar;
  }

  Machine machine(Instance instance) {
    return new FlatMachine(instance, grammar.machine(instance), flat);
  }
}
