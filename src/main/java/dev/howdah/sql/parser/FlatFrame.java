package dev.howdah.sql.parser;

import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TrapException;

/** One call of a function in flat code. */
final class FlatFrame {

  private final FlatMachine machine;
  private final Instance instance;
  private final Memory memory;
  private final FlatFunction function;
  private final long[] registers;
  private final long[] constants;

  FlatFrame(
      FlatMachine machine,
      Instance instance,
      Memory memory,
      FlatFunction function,
      long[] arguments) {
    this.machine = machine;
    this.instance = instance;
    this.memory = memory;
    this.function = function;
    this.constants = function.constants();
    this.registers = new long[function.registers()];
    System.arraycopy(arguments, 0, registers, 0, function.parameters());
  }

  /** Runs it to its end, and gives its result, or 0. */
  long run() {
    int[] code = function.code();
    int at = 0;
    while (true) {
      int operation = code[at];
      int a = code[at + 1];
      int b = code[at + 2];
      int c = code[at + 3];
      at += FlatOp.SIZE;
      switch (operation) {
        case FlatOp.MOVE -> registers[a] = value(b);
        case FlatOp.JUMP -> at = a;
        case FlatOp.JUMP_IF_ZERO -> {
          if ((int) value(b) == 0) {
            at = a;
          }
        }
        case FlatOp.JUMP_IF_NOT_ZERO -> {
          if ((int) value(b) != 0) {
            at = a;
          }
        }
        case FlatOp.JUMP_TABLE -> at = target(function.tables()[a], (int) value(b));
        case FlatOp.RETURN -> {
          return function.returns() ? value(b) : 0;
        }
        case FlatOp.CALL -> call(c, values(b, 0), a);
        case FlatOp.CALL_INDIRECT -> {
          int[] arguments = function.arguments()[b];
          int entry = (int) value(arguments[arguments.length - 1]);
          call(machine.indirect(entry, c), values(b, 1), a);
        }
        case FlatOp.TRAP -> throw new TrapException("Trapped on unreachable instruction");
        case FlatOp.CHECK_INTERRUPT -> FlatMachine.checkInterrupt();
        case FlatOp.GLOBAL_GET -> registers[a] = instance.global(b).getValue();
        case FlatOp.GLOBAL_SET -> instance.global(a).setValue(value(b));
        case FlatOp.SELECT -> {
          registers[a] = (int) value(code[at + 2]) != 0 ? value(b) : value(c);
          at += FlatOp.SIZE;
        }
        case FlatOp.MEMORY_COPY -> memory.copy((int) value(a), (int) value(b), (int) value(c));
        case FlatOp.MEMORY_FILL -> {
          int from = (int) value(a);
          memory.fill((byte) value(b), from, from + (int) value(c));
        }
        case FlatOp.LOAD_32 -> registers[a] = memory.readInt(address(b, c));
        case FlatOp.LOAD_8_S -> registers[a] = memory.read(address(b, c));
        case FlatOp.LOAD_8_U -> registers[a] = memory.read(address(b, c)) & 0xff;
        case FlatOp.LOAD_16_S -> registers[a] = memory.readShort(address(b, c));
        case FlatOp.LOAD_16_U -> registers[a] = memory.readShort(address(b, c)) & 0xffff;
        case FlatOp.LOAD_64 -> registers[a] = memory.readLong(address(b, c));
        case FlatOp.STORE_32 -> memory.writeI32(address(b, a), (int) value(c));
        case FlatOp.STORE_8 -> memory.writeByte(address(b, a), (byte) value(c));
        case FlatOp.STORE_16 -> memory.writeShort(address(b, a), (short) value(c));
        case FlatOp.STORE_64 -> memory.writeLong(address(b, a), value(c));
        default -> registers[a] = FlatArithmetic.result(operation, value(b), value(c));
      }
    }
  }

  private long value(int operand) {
    return operand >= 0 ? registers[operand] : constants[~operand];
  }

  private long[] values(int list, int butLast) {
    int[] operands = function.arguments()[list];
    long[] values = new long[operands.length - butLast];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(operands[i]);
    }
    return values;
  }

  private void call(int called, long[] arguments, int to) {
    long[] result = machine.callFrom(called, arguments);
    if (to >= 0 && result != null) {
      registers[to] = result[0];
    }
  }

  /** The last one is for an index beyond the others. */
  private static int target(int[] table, int index) {
    return table[index < 0 || index >= table.length - 1 ? table.length - 1 : index];
  }

  /** An address is unsigned; beyond 2 GB there is no memory of ours. */
  private int address(int operand, int offset) {
    int base = (int) value(operand);
    int address = base + offset;
    if (base < 0 || offset < 0 || address < 0) {
      throw new TrapException("out of bounds memory access");
    }
    return address;
  }
}
