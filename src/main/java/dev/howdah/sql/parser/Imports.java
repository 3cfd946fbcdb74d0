package dev.howdah.sql.parser;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ImportSection;

/**
 * What the module may ask of us: to grow its memory, and C's {@code setjmp} and {@code longjmp} in
 * the manner of Emscripten. No file, no clock, no environment.
 */
final class Imports {

  private static final long[] ZERO = {0};

  private final Grammar grammar;
  private final ImportValues values;
  private @Nullable Jumps jumps;

  /** What the module gives to those who bring its stack back to where it was. */
  private record Jumps(ExportFunction stack, ExportFunction restore, ExportFunction setThrew) {}

  Imports(Grammar grammar) {
    this.grammar = grammar;
    this.values = ImportValues.builder().withFunctions(functions()).build();
  }

  ImportValues values() {
    return values;
  }

  private List<ImportFunction> functions() {
    WasmModule module = grammar.module();
    ImportSection section = module.importSection();
    Set<String> missing = new HashSet<>(grammar.imports().keySet());
    List<ImportFunction> functions = new ArrayList<>();
    for (int i = 0; i < section.importCount(); i++) {
      if (!(section.getImport(i) instanceof FunctionImport wanted)
          || !wanted.module().equals("a")
          || !missing.remove(wanted.name())) {
        throw new ParserFault("the parser imports something else: " + section.getImport(i));
      }
      FunctionType type = module.typeSection().getType(wanted.typeIndex());
      String name = String.valueOf(grammar.imports().get(wanted.name()));
      functions.add(new HostFunction("a", wanted.name(), type, handle(name, type)));
    }
    if (!missing.isEmpty()) {
      throw new ParserFault("the parser no longer imports " + missing);
    }
    return functions;
  }

  private WasmFunctionHandle handle(String name, FunctionType type) {
    boolean returns = !type.returns().isEmpty();
    return switch (name) {
      case "throw_longjmp" ->
          (instance, arguments) -> {
            throw new Longjmp();
          };
      case "resize_heap" -> Imports::resize;
      case "keepalive" -> (instance, arguments) -> nothing();
      default ->
          name.startsWith("invoke_")
              ? (instance, arguments) -> invoke(instance, arguments, returns)
              : (instance, arguments) -> {
                throw new ParserFault("the parser called " + name);
              };
    };
  }

  /** Calls an entry of the table; a {@code longjmp} out of it is its return. */
  private long @Nullable [] invoke(Instance instance, long[] arguments, boolean returns) {
    if (jumps == null) {
      jumps =
          new Jumps(
              export(instance, "stack_get"),
              export(instance, "stack_restore"),
              export(instance, "set_threw"));
    }
    long stack = jumps.stack().apply()[0];
    try {
      int function = instance.table(0).requiredRef((int) arguments[0]);
      return instance
          .getMachine()
          .call(function, Arrays.copyOfRange(arguments, 1, arguments.length));
    } catch (Longjmp jump) {
      jumps.restore().apply(stack);
      jumps.setThrew().apply(1, 0);
      return returns ? ZERO : nothing();
    }
  }

  private ExportFunction export(Instance instance, String name) {
    return instance.export(grammar.export(name));
  }

  private static long[] resize(Instance instance, long... arguments) {
    Memory memory = instance.memory();
    long wanted = Integer.toUnsignedLong((int) arguments[0]);
    long present = (long) memory.pages() * Memory.PAGE_SIZE;
    int pages = (int) ((wanted - present + Memory.PAGE_SIZE - 1) / Memory.PAGE_SIZE);
    if (wanted > present && memory.grow(pages) < 0) {
      throw new ParserFault("the parser asked for " + wanted + " bytes");
    }
    return new long[] {1};
  }

  /** What Endive takes for a function without a result. */
  @SuppressWarnings("NullAway") // Endive's type is not annotated; it wants null here.
  private static long[] nothing() {
    return null;
  }
}
