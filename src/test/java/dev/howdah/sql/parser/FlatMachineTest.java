package dev.howdah.sql.parser;

import static dev.howdah.sql.parser.Assembled.F64;
import static dev.howdah.sql.parser.Assembled.I32;
import static dev.howdah.sql.parser.Assembled.I64;
import static dev.howdah.sql.parser.Assembled.VOID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import run.endive.runtime.Instance;
import run.endive.runtime.WasmInterruptedException;
import run.endive.wasm.types.OpCode;

/** Each instruction in flat code against Endive's own interpreter. */
class FlatMachineTest {

  private static final long[] NUMBERS = {
    0,
    1,
    2,
    7,
    31,
    32,
    33,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0x8000,
    0xffff,
    0x10000,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    -1,
    -2,
    -128,
    -129,
    -32768,
    -32769
  };

  private static final long[] ADDRESSES = {
    0,
    1,
    2,
    3,
    5,
    50,
    65519,
    65520,
    65527,
    65528,
    65529,
    65532,
    65533,
    65534,
    65535,
    65536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    -1,
    -4,
    -8
  };

  static Stream<OpCode> binary() {
    return FlatOpcodes.BINARY.keySet().stream();
  }

  static Stream<OpCode> unary() {
    return FlatOpcodes.UNARY.keySet().stream();
  }

  static Stream<OpCode> comparisons() {
    return FlatOpcodes.BINARY.entrySet().stream()
        .filter(entry -> FlatJump.has(entry.getValue()))
        .map(Map.Entry::getKey);
  }

  static Stream<OpCode> loads() {
    return FlatOpcodes.LOADS.keySet().stream();
  }

  static Stream<OpCode> stores() {
    return FlatOpcodes.STORES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource
  void binary(OpCode opcode) {
    int type = opcode.name().startsWith("I64") ? I64 : I32;
    Assembled function = new Assembled(List.of(type, type), I32, 0x20, 0, 0x20, 1, opcode.opcode());

    for (long x : NUMBERS) {
      for (long y : NUMBERS) {
        same(function, x, y);
      }
    }
  }

  @ParameterizedTest
  @MethodSource
  void unary(OpCode opcode) {
    Assembled function = new Assembled(List.of(I32), I32, 0x20, 0, opcode.opcode());

    for (long x : NUMBERS) {
      same(function, x);
    }
  }

  @ParameterizedTest
  @MethodSource
  void loads(OpCode opcode) {
    int type = type(opcode);
    for (int offset : new int[] {0, 1, 9, 100}) {
      Assembled function = new Assembled(List.of(I32), type, 0x20, 0, opcode.opcode(), 0, offset);
      for (long address : ADDRESSES) {
        same(function, address);
      }
    }
  }

  @ParameterizedTest
  @MethodSource
  void stores(OpCode opcode) {
    int type = type(opcode);
    for (int offset : new int[] {0, 1, 9, 100}) {
      Assembled function =
          new Assembled(List.of(I32, type), VOID, 0x20, 0, 0x20, 1, opcode.opcode(), 0, offset);
      for (long address : ADDRESSES) {
        if (address < 0) {
          // An address is unsigned; Endive lets one store wrap around to the start.
          assertThat(function.flat(address, 1).result()).isEqualTo("trap");
        } else {
          same(function, address, 0x0123456789abcdefL);
        }
      }
    }
  }

  private static int type(OpCode opcode) {
    return switch (opcode.name().substring(0, 3)) {
      case "I64" -> I64;
      case "F64" -> F64;
      default -> I32;
    };
  }

  @Test
  void constants() {
    same(new Assembled(List.of(), I32, 0x41, 0x7f));
    same(new Assembled(List.of(), I64, 0x42, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x3f));
  }

  @Test
  void localsKeepWhatTheStackHolds() {
    // local 0, then local 0 := 5, then local.tee 1, and both sums
    same(
        new Assembled(
            List.of(I32), I32, 0x20, 0, 0x41, 5, 0x21, 0, 0x20, 0, 0x22, 1, 0x6a, 0x20, 1, 0x6c),
        11);
    same(new Assembled(List.of(I32), I32, 0x20, 0, 0x22, 0, 0x20, 0, 0x6a), 11);
    same(new Assembled(List.of(), I32, 0x41, 3, 0x20, 0, 0x1a), 0);
  }

  @Test
  void selects() {
    Assembled function =
        new Assembled(List.of(I32, I32, I32), I32, 0x20, 0, 0x20, 1, 0x20, 2, 0x1b);

    same(function, 1, 2, 0);
    same(function, 1, 2, 3);
  }

  @Test
  void globals() {
    same(new Assembled(List.of(I32), I32, 0x23, 0, 0x20, 0, 0x24, 0), 42);
  }

  @Test
  void blocks() {
    // block i32: 1, if 0 then br 1 with 2, else 3 added
    Assembled branch =
        new Assembled(List.of(I32), I32, 0x02, I32, 0x41, 1, 0x20, 0, 0x0d, 0, 0x41, 3, 0x6a, 0x0b);
    same(branch, 0);
    same(branch, 1);
    Assembled ifElse =
        new Assembled(List.of(I32), I32, 0x20, 0, 0x04, I32, 0x41, 1, 0x05, 0x41, 2, 0x0b);
    same(ifElse, 0);
    same(ifElse, 1);
    Assembled ifOnly =
        new Assembled(List.of(I32), I32, 0x20, 0, 0x04, VOID, 0x41, 9, 0x21, 1, 0x0b, 0x20, 1);
    same(ifOnly, 0);
    same(ifOnly, 1);
    Assembled deadElse =
        new Assembled(
            List.of(I32), I32, 0x20, 0, 0x04, I32, 0x41, 1, 0x0f, 0x41, 4, 0x05, 0x41, 2, 0x0b);
    same(deadElse, 0);
    same(deadElse, 1);
    // The value below the block survives a branch that drops another.
    same(
        new Assembled(List.of(I32), I32, 0x20, 0, 0x02, I32, 0x41, 8, 0x41, 2, 0x0c, 0, 0x0b, 0x6a),
        5);
    // A conditional branch out of the function.
    Assembled out = new Assembled(List.of(I32), I32, 0x41, 6, 0x20, 0, 0x0d, 0, 0x41, 1, 0x6a);
    same(out, 0);
    same(out, 1);
  }

  @Test
  void loops() {
    // while (local 0 != 0) { local 1 += local 0; local 0 -= 1 } return local 1
    Assembled conditional =
        new Assembled(
            List.of(I32),
            I32,
            0x03,
            VOID,
            0x20,
            1,
            0x20,
            0,
            0x6a,
            0x21,
            1,
            0x20,
            0,
            0x41,
            1,
            0x6b,
            0x22,
            0,
            0x0d,
            0,
            0x0b,
            0x20,
            1);
    same(conditional, 1);
    same(conditional, 100);
    Assembled plain =
        new Assembled(
            List.of(I32),
            I32,
            0x02,
            VOID,
            0x03,
            VOID,
            0x20,
            0,
            0x45,
            0x0d,
            1,
            0x20,
            0,
            0x41,
            1,
            0x6b,
            0x21,
            0,
            0x20,
            1,
            0x41,
            3,
            0x6a,
            0x21,
            1,
            0x0c,
            0,
            0x0b,
            0x0b,
            0x20,
            1);
    same(plain, 0);
    same(plain, 9);
  }

  @ParameterizedTest
  @MethodSource
  void comparisons(OpCode opcode) {
    int code = opcode.opcode();
    List<Integer> types = List.of(I32, I32);
    // if (x op y) 1 else 2; then a jump back or out by the same, and one that keeps the value
    Assembled branch =
        new Assembled(types, I32, 0x20, 0, 0x20, 1, code, 0x04, I32, 0x41, 1, 0x05, 0x41, 2, 0x0b);
    Assembled out =
        new Assembled(
            types, I32, 0x02, VOID, 0x20, 0, 0x20, 1, code, 0x0d, 0, 0x41, 1, 0x0f, 0x0b, 0x41, 2);
    Assembled negated =
        new Assembled(
            types, I32, 0x02, VOID, 0x20, 0, 0x20, 1, code, 0x45, 0x0d, 0, 0x41, 1, 0x0f, 0x0b,
            0x41, 2);
    Assembled kept =
        new Assembled(
            types, I32, 0x02, VOID, 0x20, 0, 0x20, 1, code, 0x22, 2, 0x0d, 0, 0x20, 2, 0x41, 5,
            0x6a, 0x0f, 0x0b, 0x20, 2, 0x41, 7, 0x6a);
    for (long x : NUMBERS) {
      for (long y : NUMBERS) {
        same(branch, x, y);
        same(out, x, y);
        same(negated, x, y);
        same(kept, x, y);
      }
    }
  }

  @Test
  void sumsOfShiftedValues() {
    List<Integer> types = List.of(I32, I32);
    Assembled right = new Assembled(types, I32, 0x20, 0, 0x20, 1, 0x41, 2, 0x74, 0x6a);
    Assembled left = new Assembled(types, I32, 0x20, 0, 0x41, 3, 0x74, 0x20, 1, 0x6a);
    Assembled both =
        new Assembled(types, I32, 0x20, 0, 0x41, 3, 0x74, 0x20, 1, 0x20, 0, 0x74, 0x6a);
    Assembled kept =
        new Assembled(types, I32, 0x20, 0, 0x20, 1, 0x41, 4, 0x74, 0x22, 2, 0x6a, 0x20, 2, 0x6a);
    for (long x : NUMBERS) {
      for (long y : NUMBERS) {
        same(right, x, y);
        same(left, x, y);
        same(both, x, y);
        same(kept, x, y);
      }
    }
  }

  @Test
  void aValueFromTwoWaysIsNotTakenForTheLastOnes() {
    // local 1 := if x then y - 1 else y + 1
    Assembled function =
        new Assembled(
            List.of(I32, I32),
            I32,
            0x20,
            0,
            0x04,
            I32,
            0x20,
            1,
            0x41,
            1,
            0x6b,
            0x05,
            0x20,
            1,
            0x41,
            1,
            0x6a,
            0x0b,
            0x21,
            2,
            0x20,
            2,
            0x20,
            1,
            0x6c);

    same(function, 0, 10);
    same(function, 1, 10);
  }

  @Test
  void tables() {
    Assembled function =
        new Assembled(
            List.of(I32),
            I32,
            0x02,
            VOID,
            0x02,
            VOID,
            0x02,
            VOID,
            0x20,
            0,
            0x0e,
            2,
            0,
            1,
            2,
            0x0b,
            0x41,
            10,
            0x0f,
            0x0b,
            0x41,
            20,
            0x0f,
            0x0b,
            0x41,
            30);
    for (long index : new long[] {0, 1, 2, 3, -1, Integer.MIN_VALUE}) {
      same(function, index);
    }
    // A table that goes back to a loop: counts local 0 down to 0.
    same(
        new Assembled(
            List.of(I32),
            I32,
            0x02,
            VOID,
            0x03,
            VOID,
            0x20,
            1,
            0x41,
            1,
            0x6a,
            0x21,
            1,
            0x20,
            0,
            0x41,
            1,
            0x6b,
            0x22,
            0,
            0x0e,
            1,
            1,
            0,
            0x0b,
            0x0b,
            0x20,
            1),
        5);
  }

  @Test
  void calls() {
    same(new Assembled(List.of(I32), I32, 0x20, 0, 0x10, 1), 21);
    same(new Assembled(List.of(), VOID, 0x10, 2));
    Assembled recursive =
        new Assembled(
            List.of(I32),
            I32,
            0x20,
            0,
            0x45,
            0x04,
            VOID,
            0x41,
            1,
            0x0f,
            0x0b,
            0x20,
            0,
            0x20,
            0,
            0x41,
            1,
            0x6b,
            0x10,
            0,
            0x6c);
    same(recursive, 6);
  }

  @Test
  void indirectCalls() {
    Assembled doubled = new Assembled(List.of(I32), I32, 0x41, 4, 0x20, 0, 0x11, 1, 0);
    assertThat(doubled.flat(0).result()).isEqualTo("8");
    // Of another type, empty, out of range.
    for (long entry : new long[] {0, 1, 2, 3, -1}) {
      same(doubled, entry);
    }
    same(new Assembled(List.of(I32), VOID, 0x20, 0, 0x11, 2, 0), 1);
  }

  @Test
  void traps() {
    Assembled function = new Assembled(List.of(), VOID, 0x00);

    same(function);
    assertThat(function.flat().result()).isEqualTo("trap");
  }

  @Test
  void copiesAndFills() {
    Assembled copy =
        new Assembled(List.of(I32, I32, I32), VOID, 0x20, 0, 0x20, 1, 0x20, 2, 0xfc, 10, 0, 0);
    Assembled fill =
        new Assembled(List.of(I32, I32, I32), VOID, 0x20, 0, 0x20, 1, 0x20, 2, 0xfc, 11, 0);
    for (long[] operands :
        new long[][] {
          {100, 0, 64},
          {1, 0, 30},
          {0, 1, 30},
          {0, 0, 0},
          {65536, 0, 0},
          {65530, 0, 6},
          {65530, 0, 7},
          {0, 65530, 7},
          {-1, 0, 1},
          {0, -1, 1},
          {0, 0, -1}
        }) {
      same(copy, operands);
      same(fill, operands);
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    Assembled popcount = new Assembled(List.of(I32), I32, 0x20, 0, 0x69);

    assertThatThrownBy(popcount::flat)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("I32_POPCNT");
  }

  @Test
  void anInterruptEndsALoop() {
    Instance instance = new Assembled(List.of(), VOID, 0x03, VOID, 0x0c, 0, 0x0b).flatInstance();

    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> instance.export("f").apply())
          .isInstanceOf(WasmInterruptedException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static void same(Assembled function, long... arguments) {
    assertThat(function.flat(arguments))
        .as("with %s", Arrays.toString(arguments))
        .isEqualTo(function.byEndive(arguments));
  }
}
