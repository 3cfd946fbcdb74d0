package dev.howdah.sql.parser;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import run.endive.runtime.TrapException;
import run.endive.runtime.WasmInterruptedException;

/** Runs a function in flat code, in one instance. */
final class FlatInterpreter {

  private final FlatMachine machine;
  private final Instance instance;
  private final FlatFunction function;

  /** Those of the innermost call, and the constants, which stay. */
  private final long[] registers;

  /** How many calls are under way. */
  private int calls;

  FlatInterpreter(FlatMachine machine, Instance instance, FlatFunction function) {
    this.machine = machine;
    this.instance = instance;
    this.function = function;
    long[] constants = function.constants();
    this.registers = new long[FlatFunction.MAX_REGISTERS + constants.length];
    System.arraycopy(constants, 0, registers, FlatFunction.MAX_REGISTERS, constants.length);
  }

  /** Whether the function has a result. */
  boolean returns() {
    return function.returns();
  }

  /** Calls the function, and gives its result, or 0. */
  long run(long[] parameters) {
    long[] outer = calls > 0 ? Arrays.copyOf(registers, function.registers()) : null;
    calls++;
    try {
      System.arraycopy(parameters, 0, registers, 0, function.parameters());
      Arrays.fill(registers, function.parameters(), function.registers(), 0);
      return run(registers, function.code(), (WordMemory) instance.memory());
    } finally {
      calls--;
      if (outer != null) {
        System.arraycopy(outer, 0, registers, 0, outer.length);
      }
    }
  }

  // What the loop needs in each round stands in variables, for the sake of its speed.
  @SuppressWarnings({"IntLongMath", "NarrowCalculation"}) // Overflow is what WebAssembly wants.
  private long run(long[] registers, int[] code, WordMemory memory) {
    int at = 0;
    while (true) {
      int operation = code[at];
      int a = code[at + 1];
      int b = code[at + 2];
      int c = code[at + 3];
      at += FlatOp.SIZE;
      switch (operation) {
        case FlatOp.ADD -> registers[a] = (int) registers[b] + (int) registers[c];
        case FlatOp.ADD_SHIFTED ->
            registers[a] =
                (int) registers[b] + ((int) registers[c] << (int) registers[code[at - 1]]);
        case FlatOp.LOAD_32 -> registers[a] = memory.readInt(address(registers[b], c));
        case FlatOp.SHIFT_LEFT -> registers[a] = (int) registers[b] << (int) registers[c];
        case FlatOp.SUBTRACT -> registers[a] = (int) registers[b] - (int) registers[c];
        case FlatOp.MOVE -> registers[a] = registers[b];
        case FlatOp.JUMP_IF_ZERO -> at = (int) registers[b] == 0 ? a : at;
        case FlatOp.JUMP_IF_NOT_ZERO -> at = (int) registers[b] != 0 ? a : at;
        case FlatOp.STORE_32 -> memory.writeI32(address(registers[b], a), (int) registers[c]);
        case FlatOp.CHECK_INTERRUPT -> checkInterrupt();
        case FlatOp.JUMP -> at = a;
        case FlatOp.JUMP_IF_EQUAL -> at = (int) registers[b] == (int) registers[c] ? a : at;
        case FlatOp.LOAD_8_U -> registers[a] = memory.read(address(registers[b], c)) & 0xff;
        case FlatOp.LOAD_16_U -> registers[a] = memory.readShort(address(registers[b], c)) & 0xffff;
        case FlatOp.LOAD_16_S -> registers[a] = memory.readShort(address(registers[b], c));
        case FlatOp.CALL -> {
          int[] operands = function.arguments()[b];
          result(registers, a, machine.callFrom(c, values(registers, operands, operands.length)));
        }
        case FlatOp.JUMP_IF_NOT_EQUAL -> at = (int) registers[b] != (int) registers[c] ? a : at;
        case FlatOp.JUMP_IF_LESS_U ->
            at = Integer.compareUnsigned((int) registers[b], (int) registers[c]) < 0 ? a : at;
        case FlatOp.JUMP_IF_LESS_OR_EQUAL_S ->
            at = (int) registers[b] <= (int) registers[c] ? a : at;
        case FlatOp.JUMP_TABLE -> at = target(function.tables()[a], (int) registers[b]);
        case FlatOp.STORE_8 -> memory.writeByte(address(registers[b], a), (byte) registers[c]);
        case FlatOp.GLOBAL_SET -> instance.global(a).setValue(registers[b]);
        case FlatOp.AND -> registers[a] = (int) registers[b] & (int) registers[c];
        case FlatOp.STORE_16 -> memory.writeShort(address(registers[b], a), (short) registers[c]);
        case FlatOp.JUMP_IF_LESS_S -> at = (int) registers[b] < (int) registers[c] ? a : at;
        case FlatOp.JUMP_IF_LESS_OR_EQUAL_U ->
            at = Integer.compareUnsigned((int) registers[b], (int) registers[c]) <= 0 ? a : at;
        case FlatOp.GLOBAL_GET -> registers[a] = instance.global(b).getValue();
        case FlatOp.RETURN -> {
          return function.returns() ? registers[b] : 0;
        }
        case FlatOp.SELECT -> registers[a] = registers[(int) registers[code[at - 1]] != 0 ? b : c];
        case FlatOp.LOAD_8_S -> registers[a] = memory.read(address(registers[b], c));
        case FlatOp.STORE_64 -> memory.writeLong(address(registers[b], a), registers[c]);
        case FlatOp.LOAD_64 -> registers[a] = memory.readLong(address(registers[b], c));
        case FlatOp.CALL_INDIRECT -> {
          int[] operands = function.arguments()[b];
          int last = operands.length - 1;
          int called = machine.indirect((int) registers[operands[last]], c);
          result(registers, a, machine.callFrom(called, values(registers, operands, last)));
        }
        case FlatOp.MEMORY_COPY ->
            memory.copy((int) registers[a], (int) registers[b], (int) registers[c]);
        case FlatOp.MEMORY_FILL -> {
          int from = (int) registers[a];
          memory.fill((byte) registers[b], from, from + (int) registers[c]);
        }
        case FlatOp.TRAP -> throw new TrapException("Trapped on unreachable instruction");
        default -> registers[a] = FlatArithmetic.result(operation, registers[b], registers[c]);
      }
    }
  }

  private static long[] values(long[] registers, int[] operands, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = registers[operands[i]];
    }
    return values;
  }

  private static void result(long[] registers, int to, long @Nullable [] result) {
    if (to >= 0 && result != null) {
      registers[to] = result[0];
    }
  }

  /** The last one is for an index beyond the others. */
  private static int target(int[] table, int index) {
    return table[index < 0 || index >= table.length - 1 ? table.length - 1 : index];
  }

  /** An address is unsigned; beyond 2 GB there is no memory of ours. */
  private static int address(long base, int offset) {
    int address = (int) base + offset;
    if ((int) base < 0 || offset < 0 || address < 0) {
      throw new TrapException("out of bounds memory access");
    }
    return address;
  }

  private static void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new WasmInterruptedException("Thread interrupted");
    }
  }
}
