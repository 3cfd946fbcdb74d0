package dev.howdah.sql.parser;

import java.util.HashMap;
import java.util.Map;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;

/** What the instances of one grammar share. Safe for use by many threads at once. */
final class Engine {

  private final Grammar grammar;
  private final Map<Integer, FlatFunction> flat = new HashMap<>();

  /** Takes the time to read the module. */
  Engine(Grammar grammar) {
    this.grammar = grammar;
    for (int function : grammar.tooLarge()) {
      flat.put(function, FlatCompiler.compile(grammar.module(), function));
    }
  }

  Grammar grammar() {
    return grammar;
  }

  Machine machine(Instance instance) {
    return new FlatMachine(instance, grammar.machine(instance), flat);
  }
}
