package dev.howdah.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.types.MemoryLimits;

/** Every access against Endive's own memory. */
class WordMemoryTest {

  private static final int PAGES = 3;
  private static final int BYTES = PAGES * Memory.PAGE_SIZE;

  private final Random random = new Random(20_261_121);
  private final Memory theirs = new ByteArrayMemory(new MemoryLimits(PAGES, PAGES));
  private final WordMemory ours = new WordMemory(new MemoryLimits(PAGES, PAGES));

  @Test
  void accessesOfEverySizeAndPlaceAreAsInAnyMemory() {
    for (int i = 0; i < 200_000; i++) {
      int kind = random.nextInt(18);
      int address = address();
      int other = address();
      int size = random.nextInt(200);
      long value = random.nextLong();
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      Function<Memory, Object> access =
          memory -> access(memory, kind, address, other, size, value, bytes);
      assertThat(result(ours, access))
          .describedAs("%d at %d", kind, address)
          .isEqualTo(result(theirs, access));
    }
    assertThat(ours.readBytes(0, BYTES)).isEqualTo(theirs.readBytes(0, BYTES));
  }

  /** Near the bounds of pages, where things go wrong. */
  private int address() {
    return random.nextInt(PAGES + 1) * Memory.PAGE_SIZE + random.nextInt(-300, 300);
  }

  private static Object access(
      Memory memory, int kind, int at, int other, int size, long value, byte[] bytes) {
    return switch (kind) {
      case 0 -> memory.read(at);
      case 1 -> memory.readShort(at);
      case 2 -> memory.readInt(at);
      case 3 -> memory.readLong(at);
      case 4 -> memory.readU16(at);
      case 5 -> memory.readF32(at);
      case 6 -> memory.readF64(at);
      case 7 -> Float.floatToRawIntBits(memory.readFloat(at));
      case 8 -> Double.doubleToRawLongBits(memory.readDouble(at));
      case 9 -> hash(memory.readBytes(at, size));
      default -> {
        write(memory, kind, at, other, size, value, bytes);
        yield "written";
      }
    };
  }

  private static void write(
      Memory memory, int kind, int at, int other, int size, long value, byte[] bytes) {
    switch (kind) {
      case 10 -> memory.writeByte(at, (byte) value);
      case 11 -> memory.writeShort(at, (short) value);
      case 12 -> memory.writeI32(at, (int) value);
      case 13 -> memory.writeLong(at, value);
      case 14 -> memory.write(at, bytes, 0, size);
      case 15 -> memory.fill((byte) value, at, at + size);
      case 16 -> memory.copy(at, other, size);
      default -> memory.copy(at, at + (int) (value % 9), size);
    }
  }

  private static int hash(byte[] bytes) {
    return Arrays.hashCode(bytes);
  }

  private static Object result(Memory memory, Function<Memory, Object> access) {
    try {
      return access.apply(memory);
    } catch (WasmRuntimeException | IndexOutOfBoundsException e) {
      return "trap";
    }
  }

  @Test
  void growsToItsLimitAndTakesRoomForWhatWasWritten() {
    WordMemory memory = new WordMemory(new MemoryLimits(2, 5));
    assertThat(memory.written()).isZero();
    memory.writeByte(70_000, (byte) 1);
    memory.zero();
    memory.writeByte(70_000, (byte) 1);
    assertThat(memory.written()).isEqualTo(1);

    assertThat(memory.grow(3)).isEqualTo(2);
    assertThat(memory.grow(1)).isEqualTo(-1);
    assertThat(memory.grow(0)).isEqualTo(5);
    assertThat(memory.pages()).isEqualTo(5);
    assertThat(memory.readInt(4 * Memory.PAGE_SIZE)).isZero();
    assertThatThrownBy(() -> memory.readInt(5 * Memory.PAGE_SIZE))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(memory.written()).isEqualTo(1);
  }
}
