package dev.howdah.sql.parser;

import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TrapException;
import run.endive.runtime.WasmInterruptedException;

/** Runs functions in flat code, in one instance. */
final class FlatInterpreter {

  private final FlatMachine machine;
  private final Instance instance;
  private final Memory memory;

  FlatInterpreter(FlatMachine machine, Instance instance) {
    this.machine = machine;
    this.instance = instance;
    this.memory = instance.memory();
  }

  /** Calls a function, and gives its result, or 0. */
  long run(FlatFunction function, long[] parameters) {
    // What the loop needs in each round stands in variables, for the sake of its speed.
    int[] code = function.code();
    long[] constants = function.constants();
    long[] registers = new long[function.registers()];
    System.arraycopy(parameters, 0, registers, 0, function.parameters());
    int at = 0;
    while (true) {
      int operation = code[at];
      int a = code[at + 1];
      int b = code[at + 2];
      int c = code[at + 3];
      at += FlatOp.SIZE;
      switch (operation) {
        case FlatOp.MOVE -> registers[a] = value(registers, constants, b);
        case FlatOp.JUMP -> at = a;
        case FlatOp.JUMP_IF_ZERO -> {
          if ((int) value(registers, constants, b) == 0) {
            at = a;
          }
        }
        case FlatOp.JUMP_IF_NOT_ZERO -> {
          if ((int) value(registers, constants, b) != 0) {
            at = a;
          }
        }
        case FlatOp.JUMP_TABLE ->
            at = target(function.tables()[a], (int) value(registers, constants, b));
        case FlatOp.RETURN -> {
          return function.returns() ? value(registers, constants, b) : 0;
        }
        case FlatOp.CALL -> {
          int[] operands = function.arguments()[b];
          long[] arguments = values(registers, constants, operands, operands.length);
          result(registers, a, machine.callFrom(c, arguments));
        }
        case FlatOp.CALL_INDIRECT -> {
          int[] operands = function.arguments()[b];
          int last = operands.length - 1;
          int called = machine.indirect((int) value(registers, constants, operands[last]), c);
          long[] arguments = values(registers, constants, operands, last);
          result(registers, a, machine.callFrom(called, arguments));
        }
        case FlatOp.TRAP -> throw new TrapException("Trapped on unreachable instruction");
        case FlatOp.CHECK_INTERRUPT -> checkInterrupt();
        case FlatOp.GLOBAL_GET -> registers[a] = instance.global(b).getValue();
        case FlatOp.GLOBAL_SET -> instance.global(a).setValue(value(registers, constants, b));
        case FlatOp.SELECT -> {
          int chosen = (int) value(registers, constants, code[at + 2]) != 0 ? b : c;
          registers[a] = value(registers, constants, chosen);
          at += FlatOp.SIZE;
        }
        case FlatOp.MEMORY_COPY ->
            memory.copy(
                (int) value(registers, constants, a),
                (int) value(registers, constants, b),
                (int) value(registers, constants, c));
        case FlatOp.MEMORY_FILL -> {
          int from = (int) value(registers, constants, a);
          int to = from + (int) value(registers, constants, c);
          memory.fill((byte) value(registers, constants, b), from, to);
        }
        case FlatOp.LOAD_32 ->
            registers[a] = memory.readInt(address(value(registers, constants, b), c));
        case FlatOp.LOAD_8_S ->
            registers[a] = memory.read(address(value(registers, constants, b), c));
        case FlatOp.LOAD_8_U ->
            registers[a] = memory.read(address(value(registers, constants, b), c)) & 0xff;
        case FlatOp.LOAD_16_S ->
            registers[a] = memory.readShort(address(value(registers, constants, b), c));
        case FlatOp.LOAD_16_U ->
            registers[a] = memory.readShort(address(value(registers, constants, b), c)) & 0xffff;
        case FlatOp.LOAD_64 ->
            registers[a] = memory.readLong(address(value(registers, constants, b), c));
        case FlatOp.STORE_32 ->
            memory.writeI32(
                address(value(registers, constants, b), a), (int) value(registers, constants, c));
        case FlatOp.STORE_8 ->
            memory.writeByte(
                address(value(registers, constants, b), a), (byte) value(registers, constants, c));
        case FlatOp.STORE_16 ->
            memory.writeShort(
                address(value(registers, constants, b), a), (short) value(registers, constants, c));
        case FlatOp.STORE_64 ->
            memory.writeLong(
                address(value(registers, constants, b), a), value(registers, constants, c));
        default ->
            registers[a] =
                FlatArithmetic.result(
                    operation, value(registers, constants, b), value(registers, constants, c));
      }
    }
  }

  private static long value(long[] registers, long[] constants, int operand) {
    return operand >= 0 ? registers[operand] : constants[~operand];
  }

  private static long[] values(long[] registers, long[] constants, int[] operands, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = value(registers, constants, operands[i]);
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
