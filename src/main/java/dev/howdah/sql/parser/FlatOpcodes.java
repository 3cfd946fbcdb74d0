package dev.howdah.sql.parser;

import java.util.Map;
import run.endive.wasm.types.OpCode;

/** The instructions of WebAssembly that are one operation of flat code, by their form. */
final class FlatOpcodes {

  /** Two values in, one out. */
  static final Map<OpCode, Integer> BINARY =
      Map.ofEntries(
          Map.entry(OpCode.I32_ADD, FlatOp.ADD),
          Map.entry(OpCode.I32_SUB, FlatOp.SUBTRACT),
          Map.entry(OpCode.I32_MUL, FlatOp.MULTIPLY),
          Map.entry(OpCode.I32_AND, FlatOp.AND),
          Map.entry(OpCode.I32_OR, FlatOp.OR),
          Map.entry(OpCode.I32_XOR, FlatOp.XOR),
          Map.entry(OpCode.I32_SHL, FlatOp.SHIFT_LEFT),
          Map.entry(OpCode.I32_SHR_S, FlatOp.SHIFT_RIGHT_S),
          Map.entry(OpCode.I32_SHR_U, FlatOp.SHIFT_RIGHT_U),
          Map.entry(OpCode.I32_DIV_S, FlatOp.DIVIDE_S),
          Map.entry(OpCode.I32_EQ, FlatOp.EQUAL),
          Map.entry(OpCode.I32_NE, FlatOp.NOT_EQUAL),
          Map.entry(OpCode.I32_LT_S, FlatOp.LESS_S),
          Map.entry(OpCode.I32_LT_U, FlatOp.LESS_U),
          Map.entry(OpCode.I32_LE_S, FlatOp.LESS_OR_EQUAL_S),
          Map.entry(OpCode.I32_LE_U, FlatOp.LESS_OR_EQUAL_U),
          Map.entry(OpCode.I32_GT_S, FlatOp.GREATER_S),
          Map.entry(OpCode.I32_GT_U, FlatOp.GREATER_U),
          Map.entry(OpCode.I32_GE_S, FlatOp.GREATER_OR_EQUAL_S),
          Map.entry(OpCode.I32_GE_U, FlatOp.GREATER_OR_EQUAL_U),
          Map.entry(OpCode.I64_NE, FlatOp.NOT_EQUAL_64));

  /** One value in, one out. */
  static final Map<OpCode, Integer> UNARY =
      Map.of(
          OpCode.I32_CLZ, FlatOp.LEADING_ZEROS,
          OpCode.I32_EQZ, FlatOp.IS_ZERO,
          OpCode.I32_EXTEND_8_S, FlatOp.EXTEND_8,
          OpCode.I32_EXTEND_16_S, FlatOp.EXTEND_16);

  /** An address in, a value out. */
  static final Map<OpCode, Integer> LOADS =
      Map.of(
          OpCode.I32_LOAD, FlatOp.LOAD_32,
          OpCode.I32_LOAD8_S, FlatOp.LOAD_8_S,
          OpCode.I32_LOAD8_U, FlatOp.LOAD_8_U,
          OpCode.I32_LOAD16_S, FlatOp.LOAD_16_S,
          OpCode.I32_LOAD16_U, FlatOp.LOAD_16_U,
          OpCode.I64_LOAD, FlatOp.LOAD_64,
          OpCode.F64_LOAD, FlatOp.LOAD_64);

  /** An address and a value in. */
  static final Map<OpCode, Integer> STORES =
      Map.of(
          OpCode.I32_STORE, FlatOp.STORE_32,
          OpCode.I32_STORE8, FlatOp.STORE_8,
          OpCode.I32_STORE16, FlatOp.STORE_16,
          OpCode.I64_STORE, FlatOp.STORE_64,
          OpCode.F64_STORE, FlatOp.STORE_64);

  private FlatOpcodes() {}
}
