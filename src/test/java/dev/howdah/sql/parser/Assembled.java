package dev.howdah.sql.parser;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.Instance;
import run.endive.runtime.InterpreterMachine;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.MemoryLimits;

/**
 * A module with one function under test, number 0, made of bytes.
 *
 * <p>Beside it stand function 1, which doubles an {@code i32}, and function 2, which does nothing;
 * a table that has them in entries 0 and 1 and is empty in entry 2; a global; and a page of memory.
 */
final class Assembled {

  static final int I32 = 0x7f;
  static final int I64 = 0x7e;
  static final int F64 = 0x7c;
  static final int VOID = 0x40;

  private final WasmModule module;

  /**
   * Makes the module.
   *
   * @param result a type, or {@link #VOID}
   * @param body instructions without the last {@code end}; two {@code i32} locals follow the
   *     parameters
   */
  Assembled(List<Integer> parameters, int result, int... body) {
    ByteArrayOutputStream types = bytes(4, 0x60, parameters.size());
    parameters.forEach(types::write);
    types.writeBytes(result == VOID ? raw(0) : raw(1, result));
    types.writeBytes(raw(0x60, 1, I32, 1, I32, 0x60, 0, 0, 0x60, 2, I32, I32, 1, I32));
    ByteArrayOutputStream code = bytes(3);
    function(code, raw(1, 2, I32), raw(body));
    function(code, raw(0), raw(0x20, 0, 0x41, 1, 0x74));
    function(code, raw(0), raw());
    byte[] data = new byte[64];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (i * 37 + 200);
    }
    ByteArrayOutputStream segment = bytes(1, 0, 0x41, 0, 0x0b, data.length);
    segment.writeBytes(data);

    ByteArrayOutputStream out = bytes(0, 'a', 's', 'm', 1, 0, 0, 0);
    section(out, 1, types);
    section(out, 3, bytes(3, 0, 1, 2));
    section(out, 4, bytes(1, 0x70, 0, 3));
    section(out, 5, bytes(1, 0, 1));
    section(out, 6, bytes(1, I32, 1, 0x41, 7, 0x0b));
    section(out, 7, bytes(1, 1, 'f', 0, 0));
    section(out, 9, bytes(1, 0, 0x41, 0, 0x0b, 2, 1, 2));
    section(out, 10, code);
    section(out, 11, segment);
    module = Parser.parse(out.toByteArray());
  }

  /** What a call leaves: its result, the global and the memory; or a trap. */
  record After(String result, int global, int memory) {}

  /** The function in Endive's own interpreter. */
  After byEndive(long... arguments) {
    return after(Instance.builder(module).build(), arguments);
  }

  /** The function in flat code. */
  After flat(long... arguments) {
    return after(flatInstance(), arguments);
  }

  Instance flatInstance() {
    Map<Integer, FlatFunction> flat = Map.of(0, FlatCompiler.compile(module, 0));
    return Instance.builder(module)
        .withMachineFactory(
            instance -> new FlatMachine(instance, new InterpreterMachine(instance), flat))
        .withMemoryFactory(WordMemory::new)
        .withMemoryLimits(new MemoryLimits(1, 1))
        .build();
  }

  private static After after(Instance instance, long... arguments) {
    ExportFunction function = instance.export("f");
    String result;
    try {
      long[] results = function.apply(arguments);
      boolean narrow =
          instance.exportType("f").returns().stream().anyMatch(type -> type.opcode() == I32);
      result =
          results == null || results.length == 0
              ? "nothing"
              : String.valueOf(narrow ? (int) results[0] : results[0]);
    } catch (WasmEngineException | IndexOutOfBoundsException e) {
      result = "trap";
    }
    int memory = Arrays.hashCode(instance.memory().readBytes(0, 65536));
    return new After(result, (int) instance.global(0).getValue(), memory);
  }

  private static void function(ByteArrayOutputStream code, byte[] locals, byte[] body) {
    code.writeBytes(unsigned(locals.length + body.length + 1));
    code.writeBytes(locals);
    code.writeBytes(body);
    code.write(0x0b);
  }

  private static void section(ByteArrayOutputStream out, int id, ByteArrayOutputStream content) {
    out.write(id);
    out.writeBytes(unsigned(content.size()));
    out.writeBytes(content.toByteArray());
  }

  private static byte[] unsigned(int value) {
    return raw((value & 0x7f) | 0x80, value >>> 7);
  }

  private static ByteArrayOutputStream bytes(int... values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(raw(values));
    return out;
  }

  private static byte[] raw(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
