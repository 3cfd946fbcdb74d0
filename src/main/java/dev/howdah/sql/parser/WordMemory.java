package dev.howdah.sql.parser;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.MemoryLimits;

/**
 * A module's memory in words of 32 bits. A page that was never written takes no room.
 *
 * <p>Of the 36 MiB that the parser asks for it writes one. An access beyond the end ends with an
 * {@link IndexOutOfBoundsException}, if it is of a single value, and changes nothing.
 */
final class WordMemory implements Memory {

  private static final int PAGE_SHIFT = 16;
  private static final int WORD_MASK = PAGE_SIZE / Integer.BYTES - 1;

  /** Stands for every page that was never written. */
  private static final int[] BLANK = new int[PAGE_SIZE / Integer.BYTES];

  /** Stands for every page beyond the end. */
  private static final int[] NONE = new int[0];

  private final MemoryLimits limits;

  private final int[][] content;

  private int pages;
  private int written;

  WordMemory(MemoryLimits limits) {
    this.limits = limits;
    this.content = new int[limits.maximumPages()][];
    Arrays.fill(content, NONE);
    grow(limits.initialPages());
  }

  @Override
  public int pages() {
    return pages;
  }

  /** How many pages have been written, and take room. */
  int written() {
    return written;
  }

  @Override
  public int grow(int size) {
    if (size < 0 || size > content.length - pages) {
      return -1;
    }
    int before = pages;
    pages += size;
    Arrays.fill(content, before, pages, BLANK);
    return before;
  }

  @Override
  public int initialPages() {
    return limits.initialPages();
  }

  @Override
  public int maximumPages() {
    return limits.maximumPages();
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public void initialize(Instance instance, DataSegment @Nullable [] segments) {
    for (DataSegment segment : segments == null ? new DataSegment[0] : segments) {
      if (!(segment instanceof ActiveDataSegment active)) {
        throw unsupported();
      }
      long at = ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
      write((int) at, active.data());
    }
  }

  @Override
  public int readInt(int address) {
    return (address & 3) == 0
        ? content[address >>> PAGE_SHIFT][address >>> 2 & WORD_MASK]
        : readAcross(address);
  }

  private int readAcross(int address) {
    return (readShort(address) & 0xffff) | (readShort(address + 2) << 16);
  }

  @Override
  public void writeI32(int address, int value) {
    if ((address & 3) == 0) {
      page(address)[address >>> 2 & WORD_MASK] = value;
    } else {
      writeAcross(address, value);
    }
  }

  private void writeAcross(int address, int value) {
    read(address);
    read(address + 3); // All of it or nothing.
    for (int i = 0; i < Integer.BYTES; i++) {
      writeByte(address + i, (byte) (value >>> (8 * i)));
    }
  }

  @Override
  public byte read(int address) {
    return (byte) (content[address >>> PAGE_SHIFT][address >>> 2 & WORD_MASK] >>> (address << 3));
  }

  @Override
  public void writeByte(int address, byte value) {
    put(address, 0xff << (address << 3), value << (address << 3));
  }

  @Override
  public short readShort(int address) {
    return (address & 1) == 0
        ? (short) (content[address >>> PAGE_SHIFT][address >>> 2 & WORD_MASK] >>> (address << 3))
        : (short) ((read(address) & 0xff) | (read(address + 1) << 8));
  }

  @Override
  public void writeShort(int address, short value) {
    if ((address & 1) == 0) {
      put(address, 0xffff << (address << 3), value << (address << 3));
    } else {
      read(address);
      read(address + 1); // All of it or nothing.
      writeByte(address, (byte) value);
      writeByte(address + 1, (byte) (value >>> 8));
    }
  }

  /** Changes some bits of a word. */
  private void put(int address, int mask, int bits) {
    int[] page = page(address);
    int at = address >>> 2 & WORD_MASK;
    page[at] ^= (page[at] ^ bits) & mask;
  }

  /** A page to be written. */
  @SuppressWarnings("ReferenceEquality") // A page of zeros is not the blank one.
  private int[] page(int address) {
    int[] page = content[address >>> PAGE_SHIFT];
    return page == BLANK ? filled(address) : page;
  }

  private int[] filled(int address) {
    int[] page = new int[BLANK.length];
    content[address >>> PAGE_SHIFT] = page;
    written++;
    return page;
  }

  @Override
  public long readU16(int address) {
    return readShort(address) & 0xffff;
  }

  @Override
  public long readLong(int address) {
    return (readInt(address) & 0xffffffffL) | ((long) readInt(address + 4) << 32);
  }

  @Override
  public void writeLong(int address, long value) {
    read(address);
    read(address + 7); // All of it or nothing.
    writeI32(address, (int) value);
    writeI32(address + 4, (int) (value >>> 32));
  }

  @Override
  public void writeF32(int address, float value) {
    writeI32(address, Float.floatToRawIntBits(value));
  }

  @Override
  public long readF32(int address) {
    return readInt(address);
  }

  @Override
  public float readFloat(int address) {
    return Float.intBitsToFloat(readInt(address));
  }

  @Override
  public void writeF64(int address, double value) {
    writeLong(address, Double.doubleToRawLongBits(value));
  }

  @Override
  public long readF64(int address) {
    return readLong(address);
  }

  @Override
  public double readDouble(int address) {
    return Double.longBitsToDouble(readLong(address));
  }

  @Override
  public byte[] readBytes(int address, int length) {
    check(address, length);
    byte[] bytes = new byte[length];
    int i = 0;
    for (; i < length && (address + i & 3) != 0; i++) {
      bytes[i] = read(address + i);
    }
    for (; i + Integer.BYTES <= length; i += Integer.BYTES) {
      int word = readInt(address + i);
      bytes[i] = (byte) word;
      bytes[i + 1] = (byte) (word >>> 8);
      bytes[i + 2] = (byte) (word >>> 16);
      bytes[i + 3] = (byte) (word >>> 24);
    }
    for (; i < length; i++) {
      bytes[i] = read(address + i);
    }
    return bytes;
  }

  @Override
  public void write(int address, byte[] bytes, int offset, int size) {
    check(address, size);
    for (int i = 0; i < size; i++) {
      writeByte(address + i, bytes[offset + i]);
    }
  }

  @Override
  public void fill(byte value, int from, int to) {
    check(from, to - from);
    int word = (value & 0xff) * 0x01010101;
    int at = from;
    while (at < to) {
      if ((at & 3) == 0 && to - at >= Integer.BYTES) {
        int bytes = Math.min(to - at, PAGE_SIZE - (at & PAGE_SIZE - 1)) & -Integer.BYTES;
        int first = at >>> 2 & WORD_MASK;
        Arrays.fill(page(at), first, first + bytes / Integer.BYTES, word);
        at += bytes;
      } else {
        writeByte(at, value);
        at++;
      }
    }
  }

  @Override
  public void zero() {
    Arrays.fill(content, 0, pages, BLANK);
    written = 0;
  }

  @Override
  public void copy(int to, int from, int size) {
    check(to, size);
    check(from, size);
    if (to > from && to < from + size) {
      for (int i = size - 1; i >= 0; i--) {
        writeByte(to + i, read(from + i));
      }
      return;
    }
    boolean aligned = ((to | from) & 3) == 0;
    int i = 0;
    for (; aligned && i + Integer.BYTES <= size; i += Integer.BYTES) {
      writeI32(to + i, readInt(from + i));
    }
    for (; i < size; i++) {
      writeByte(to + i, read(from + i));
    }
  }

  private void check(int address, int size) {
    if (address < 0 || size < 0 || (long) address + size > (long) pages * PAGE_SIZE) {
      throw outOfBounds(address);
    }
  }

  private static WasmRuntimeException outOfBounds(int address) {
    return new WasmRuntimeException("out of bounds memory access at " + address);
  }

  @Override
  public void initPassiveSegment(int segment, int to, int offset, int size) {
    throw unsupported();
  }

  @Override
  public void drop(int segment) {
    throw unsupported();
  }

  @Override
  @Deprecated
  @SuppressWarnings("removal")
  public Object lock(int address) {
    throw unsupported();
  }

  @Override
  @Deprecated
  @SuppressWarnings("removal")
  public int waitOn(int address, int expected, long timeout) {
    throw unsupported();
  }

  @Override
  @Deprecated
  @SuppressWarnings("removal")
  public int waitOn(int address, long expected, long timeout) {
    throw unsupported();
  }

  @Override
  @Deprecated
  @SuppressWarnings("removal")
  public int notify(int address, int most) {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("the parser has one thread and no such segments");
  }
}
