package dev.howdah.sql.parser;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.AnnotatedInstruction;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.OpCode;

/**
 * Translates one function of a module into flat code.
 *
 * <p>It knows the instructions that the functions in question have, and refuses any other.
 */
final class FlatCompiler {

  private static final int NO_RESULT = 0x40;

  /** What {@code i32}, {@code i64} and {@code f64} are as the type of a block. */
  private static final List<Integer> ONE_RESULT = List.of(0x7f, 0x7e, 0x7c);

  private final WasmModule module;
  private final int imports;
  private final FunctionType type;
  private final FunctionBody body;
  private final FlatCode code = new FlatCode();
  private final FlatStack stack;
  private final Deque<FlatBlock> blocks = new ArrayDeque<>();

  /** How many blocks have been opened in code that is never reached; -1 in code that is. */
  private int unreached = -1;

  private FlatCompiler(WasmModule module, int function) {
    this.module = module;
    this.imports = module.importSection().importCount();
    this.type = type(function);
    this.body = module.codeSection().getFunctionBody(function - imports);
    this.stack = new FlatStack(code, type.params().size() + body.localTypes().size());
  }

  /**
   * Translates a function.
   *
   * @throws IllegalArgumentException when it has an instruction that flat code does not know
   */
  static FlatFunction compile(WasmModule module, int function) {
    return new FlatCompiler(module, function).compile();
  }

  private FlatFunction compile() {
    open(FlatBlock.Kind.FUNCTION, returns());
    for (AnnotatedInstruction instruction : body.instructions()) {
      if (unreached < 0) {
        translate(instruction);
      } else {
        skip(instruction.opcode());
      }
    }
    if (!blocks.isEmpty()) {
      throw new IllegalArgumentException("a block is not closed");
    }
    return code.function(stack.registers(), type.params().size(), returns());
  }

  private boolean returns() {
    return !type.returns().isEmpty();
  }

  private void translate(AnnotatedInstruction in) {
    OpCode opcode = in.opcode();
    switch (opcode) {
      case NOP -> {}
      case UNREACHABLE -> {
        code.add(FlatOp.TRAP, 0, 0, 0);
        unreached = 0;
      }
      case BLOCK -> open(FlatBlock.Kind.BLOCK, result(in));
      case LOOP -> {
        open(FlatBlock.Kind.LOOP, result(in));
        code.add(FlatOp.CHECK_INTERRUPT, 0, 0, 0);
      }
      case IF -> {
        int condition = stack.pop();
        stack.settle();
        int jump = jump(0, false, condition);
        open(FlatBlock.Kind.IF, result(in)).otherwise = jump;
      }
      case ELSE -> otherwise(true);
      case END -> end(true);
      case BR -> {
        branch(block((int) in.operand(0)));
        unreached = 0;
      }
      case BR_IF -> branchIf(block((int) in.operand(0)));
      case BR_TABLE -> {
        branchTable(in);
        unreached = 0;
      }
      case RETURN -> {
        branch(blocks.getLast());
        unreached = 0;
      }
      case CALL -> {
        int function = (int) in.operand(0);
        call(FlatOp.CALL, type(function), 0, function);
      }
      case CALL_INDIRECT -> {
        if (in.operand(1) != 0) {
          throw unknown(in);
        }
        int wanted = (int) in.operand(0);
        call(FlatOp.CALL_INDIRECT, module.typeSection().getType(wanted), 1, wanted);
      }
      case DROP -> stack.pop();
      case SELECT -> {
        int[] operands = stack.pop(3);
        code.add(FlatOp.SELECT, stack.push(), operands[0], operands[1], operands[2]);
      }
      case LOCAL_GET -> stack.push((int) in.operand(0));
      case LOCAL_SET -> set((int) in.operand(0), stack.pop());
      case LOCAL_TEE -> {
        int local = (int) in.operand(0);
        set(local, stack.pop());
        stack.push(local);
      }
      case GLOBAL_GET -> code.add(FlatOp.GLOBAL_GET, stack.push(), (int) in.operand(0), 0);
      case GLOBAL_SET -> code.add(FlatOp.GLOBAL_SET, (int) in.operand(0), stack.pop(), 0);
      case I32_CONST -> stack.push(code.constant(in.operand(0)));
      case I64_CONST -> stack.push(code.constant(in.operand(0)));
      case MEMORY_COPY -> memory(FlatOp.MEMORY_COPY);
      case MEMORY_FILL -> memory(FlatOp.MEMORY_FILL);
      default -> plain(in);
    }
  }

  /** Translates what is one operation. */
  private void plain(AnnotatedInstruction in) {
    OpCode opcode = in.opcode();
    Integer binary = FlatOpcodes.BINARY.get(opcode);
    Integer unary = FlatOpcodes.UNARY.get(opcode);
    Integer load = FlatOpcodes.LOADS.get(opcode);
    Integer store = FlatOpcodes.STORES.get(opcode);
    if (binary != null) {
      int y = stack.pop();
      int x = stack.pop();
      int to = stack.push();
      boolean added =
          binary == FlatOp.ADD
              && ((stack.owns(y) && code.addShifted(to, x, y))
                  || (stack.owns(x) && code.addShifted(to, y, x)));
      if (!added) {
        code.add(binary, to, x, y);
      }
    } else if (unary != null) {
      int x = stack.pop();
      code.add(unary, stack.push(), x, x);
    } else if (load != null) {
      int address = stack.pop();
      code.add(load, stack.push(), address, (int) in.operand(1));
    } else if (store != null) {
      int value = stack.pop();
      code.add(store, (int) in.operand(1), stack.pop(), value);
    } else {
      throw unknown(in);
    }
  }

  private void memory(int operation) {
    int[] operands = stack.pop(3);
    code.add(operation, operands[0], operands[1], operands[2]);
  }

  private void set(int local, int value) {
    if (value == local) {
      return;
    }
    stack.save(local);
    if (stack.owns(value)) {
      code.moveLast(local, value);
    } else {
      code.add(FlatOp.MOVE, local, value, 0);
    }
  }

  private void call(int operation, FunctionType called, int more, int target) {
    int arguments = code.arguments(stack.pop(called.params().size() + more));
    int to = called.returns().isEmpty() ? -1 : stack.push();
    code.add(operation, to, arguments, target);
  }

  private FlatBlock open(FlatBlock.Kind kind, boolean result) {
    stack.settle();
    FlatBlock block =
        new FlatBlock(
            kind, stack.height(), result, kind == FlatBlock.Kind.LOOP ? code.label() : code.here());
    blocks.push(block);
    return block;
  }

  /** Adds a jump on a condition that has been popped, and gives its place. */
  private int jump(int where, boolean nonZero, int condition) {
    return stack.owns(condition)
        ? code.jumpLast(where, nonZero, condition)
        : code.jump(where, nonZero, condition);
  }

  private void branch(FlatBlock to) {
    switch (to.kind) {
      case FUNCTION -> code.add(FlatOp.RETURN, 0, to.result ? stack.top() : 0, 0);
      case LOOP -> code.add(FlatOp.JUMP, to.start, 0, 0);
      case BLOCK, IF -> {
        leave(to);
        to.jumps.add(code.here());
        code.add(FlatOp.JUMP, 0, 0, 0);
      }
    }
  }

  /** Brings the block's result to where it belongs. */
  private void leave(FlatBlock block) {
    if (block.result && stack.top() != stack.register(block.height)) {
      code.add(FlatOp.MOVE, stack.register(block.height), stack.top(), 0);
    }
  }

  private void branchIf(FlatBlock to) {
    int condition = stack.pop();
    if (to.kind == FlatBlock.Kind.LOOP) {
      jump(to.start, true, condition);
    } else if (to.kind != FlatBlock.Kind.FUNCTION && !to.result) {
      to.jumps.add(jump(0, true, condition));
    } else {
      int over = jump(0, false, condition);
      branch(to);
      code.land(over);
    }
  }

  private void branchTable(AnnotatedInstruction in) {
    int index = stack.pop();
    int[] targets = new int[in.operandCount()];
    for (int i = 0; i < targets.length; i++) {
      FlatBlock to = block((int) in.operand(i));
      if (to.kind == FlatBlock.Kind.LOOP) {
        targets[i] = to.start;
      } else if (to.kind == FlatBlock.Kind.FUNCTION || to.result) {
        throw unknown(in);
      } else {
        to.entries.add(new FlatBlock.Entry(targets, i));
      }
    }
    code.add(FlatOp.JUMP_TABLE, code.table(targets), index, 0);
  }

  /** Passes over code that is never reached, up to the end of what it is in. */
  private void skip(OpCode opcode) {
    switch (opcode) {
      case BLOCK, LOOP, IF -> unreached++;
      case ELSE -> {
        if (unreached == 0) {
          otherwise(false);
        }
      }
      case END -> {
        if (unreached == 0) {
          end(false);
        } else {
          unreached--;
        }
      }
      default -> {}
    }
  }

  private void otherwise(boolean reached) {
    FlatBlock block = blocks.element();
    if (reached) {
      branch(block);
    }
    code.land(Objects.requireNonNull(block.otherwise));
    block.otherwise = null;
    stack.cut(block.height);
    unreached = -1;
  }

  private void end(boolean reached) {
    FlatBlock block = blocks.pop();
    if (reached && block.kind == FlatBlock.Kind.FUNCTION) {
      branch(block);
    } else if (reached) {
      leave(block);
    }
    if (block.otherwise != null) {
      code.land(block.otherwise);
    }
    block.jumps.forEach(code::land);
    block.entries.forEach(entry -> entry.table()[entry.index()] = code.label());
    stack.cut(block.height);
    if (block.result) {
      stack.push();
    }
    unreached = -1;
  }

  /** The block that many levels out. */
  private FlatBlock block(int depth) {
    return blocks.stream()
        .skip(depth)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no block " + depth + " levels out"));
  }

  private boolean result(AnnotatedInstruction in) {
    int result = (int) in.operand(0);
    if (result != NO_RESULT && !ONE_RESULT.contains(result)) {
      throw unknown(in);
    }
    return result != NO_RESULT;
  }

  private FunctionType type(int function) {
    int index =
        function < imports
            ? ((FunctionImport) module.importSection().getImport(function)).typeIndex()
            : module.functionSection().getFunctionType(function - imports);
    return module.typeSection().getType(index);
  }

  private static IllegalArgumentException unknown(AnnotatedInstruction in) {
    return new IllegalArgumentException("flat code does not know " + in);
  }
}
