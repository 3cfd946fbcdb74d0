package dev.howdah.sql.parser;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.WasmModule;

/**
 * A version of PostgreSQL's grammar, compiled from the npm package {@code libpg-query}.
 *
 * <p>The build of the package shortens the names of what its module imports and exports; the tables
 * are from the JavaScript that lies beside it, and a test compares them.
 */
@SuppressWarnings("ImmutableEnumChecker") // Its fields are never written, nor given away to be.
enum Grammar {
  POSTGRES_17(
      170007,
      Postgres17::load,
      Postgres17::create,
      new int[] {20, 150, 311},
      """
      a invoke_ii      b exit          c fd_write      d fd_close
      e proc_exit      f keepalive     g abort         h invoke_v
      i invoke_i       j setitimer     k throw_longjmp l resize_heap
      m fd_read        n fd_seek       o invoke_iii
      """,
      """
      p memory         t table         q call_ctors    s malloc
      u free           r parse         v free_result   x set_threw
      y stack_restore  z stack_get     w timeout
      """),
  POSTGRES_18(
      180004,
      Postgres18::load,
      Postgres18::create,
      new int[] {37, 140, 177},
      """
      a invoke_iii     b invoke_ii     c assert_fail   d invoke_iiii
      e invoke_v       f invoke_vi     g invoke_i      h invoke_vii
      i invoke_viiii   j invoke_viii   k invoke_iiiii  l invoke_ji
      m exit           n invoke_viiiiiiiiiiiii
      o setitimer      p throw_longjmp q resize_heap   r fd_read
      s fd_seek        t fd_write      u fd_close      v proc_exit
      w keepalive      x abort         y invoke_viiiii
      """,
      """
      z memory         D table         A call_ctors    C malloc
      E free           F parse         G free_result   P set_threw
      Q stack_restore  R stack_get     O timeout       B parse_counted
      H parse_plpgsql  I fingerprint   J normalize     K parse_detailed
      L free_detailed  M scan          N free_string
      """);

  private final int version;
  private final Supplier<WasmModule> module;
  private final Function<Instance, Machine> machine;
  private final int[] tooLarge;
  private final Map<String, String> imports;
  private final Map<String, String> exports;

  Grammar(
      int version,
      Supplier<WasmModule> module,
      Function<Instance, Machine> machine,
      int[] tooLarge,
      String imports,
      String exports) {
    this.version = version;
    this.module = module;
    this.machine = machine;
    this.tooLarge = tooLarge;
    this.imports = pairs(imports);
    this.exports = pairs(exports);
  }

  /**
   * The grammar that a server's texts are judged by; a newer one accepts what an older one does.
   */
  static Grammar forServer(int serverVersionNum) {
    return serverVersionNum < 180000 ? POSTGRES_17 : POSTGRES_18;
  }

  /** As {@code server_version_num}. */
  int version() {
    return version;
  }

  /** The module without the code that is now in classes. Loads it at the first call. */
  WasmModule module() {
    return module.get();
  }

  /** What runs the module: classes, but for the functions that are too large for a JVM method. */
  Machine machine(Instance instance) {
    return machine.apply(instance);
  }

  /** The functions on the way of a parse that are too large for a JVM method. */
  int[] tooLarge() {
    return tooLarge.clone();
  }

  /** Our name of an import, by its name in the module. */
  Map<String, String> imports() {
    return imports;
  }

  /** Our name of an export, by its name in the module. */
  Map<String, String> exports() {
    return exports;
  }

  /** The name in the module of an export. */
  String export(String ours) {
    return exports.entrySet().stream()
        .filter(entry -> entry.getValue().equals(ours))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(this + " exports no " + ours));
  }

  private static Map<String, String> pairs(String table) {
    Map<String, String> pairs = new HashMap<>();
    String[] words = table.strip().split("\\s+", -1);
    for (int i = 0; i < words.length; i += 2) {
      pairs.put(words[i], Objects.requireNonNull(words[i + 1]));
    }
    return Map.copyOf(pairs);
  }
}
