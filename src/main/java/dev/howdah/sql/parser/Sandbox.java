package dev.howdah.sql.parser;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasm.types.MemoryLimits;

/**
 * One instance of PostgreSQL's parser. For one thread at a time.
 *
 * <p>After anything but an {@link Answer} it must not be used again: C code that was left half-way
 * may have anything in its memory, the grammar's own tables among them.
 */
final class Sandbox {

  /**
   * The module's stack ends at page 527; it asks for 2,048 pages because nobody told it to ask for
   * less.
   */
  private static final int INITIAL_PAGES = 576;

  /** 64 MiB, ample for a text of 64 kB. */
  private static final int MAX_PAGES = 1024;

  private static final int CHUNK = 1024;

  private final WordMemory memory;
  private final ExportFunction malloc;
  private final ExportFunction free;
  private final ExportFunction parse;
  private final ExportFunction freeResult;

  /** What the parser says of a text. */
  sealed interface Answer {

    /** The parse tree as JSON, in UTF-8. */
    @SuppressWarnings("ArrayRecordComponent") // Made for one reader.
    record Json(byte[] text) implements Answer {}

    /** PostgreSQL's error; the position is in characters from 1, or 0. */
    record Failure(String message, int position) implements Answer {}
  }

  Sandbox(Engine engine) {
    Grammar grammar = engine.grammar();
    Instance instance =
        Instance.builder(grammar.module())
            .withImportValues(new Imports(grammar).values())
            .withMachineFactory(engine::machine)
            .withMemoryFactory(WordMemory::new)
            .withMemoryLimits(new MemoryLimits(INITIAL_PAGES, MAX_PAGES))
            .build();
    memory = (WordMemory) instance.memory();
    malloc = instance.export(grammar.export("malloc"));
    free = instance.export(grammar.export("free"));
    parse = instance.export(grammar.export("parse"));
    freeResult = instance.export(grammar.export("free_result"));
    instance.export(grammar.export("call_ctors")).apply();
  }

  /** Parses a text without NUL that is valid UTF-8. */
  Answer parse(byte[] text) {
    int address = (int) malloc.apply(text.length + 1L)[0];
    if (address == 0) {
      throw new ParserFault("the parser has no memory for the text");
    }
    memory.write(address, text);
    memory.writeByte(address + text.length, (byte) 0);
    int result = (int) parse.apply(address)[0];
    if (result == 0) {
      throw new ParserFault("the parser gave no result");
    }
    Answer answer = read(result);
    freeResult.apply(result);
    free.apply(address);
    return answer;
  }

  /** How many pages of 64 KiB take room; they never become fewer. */
  int pages() {
    return memory.written();
  }

  /** The structs PgQueryParseResult and PgQueryError of {@code pg_query.h}. */
  private Answer read(int result) {
    int error = memory.readInt(result + 8);
    if (error == 0) {
      return new Answer.Json(string(memory.readInt(result)));
    }
    String message = new String(string(memory.readInt(error)), StandardCharsets.UTF_8);
    return new Answer.Failure(message, memory.readInt(error + 16));
  }

  private byte[] string(int address) {
    if (address == 0) {
      throw new ParserFault("the parser gave a null string");
    }
    int end = memory.pages() * Memory.PAGE_SIZE;
    ByteArrayOutputStream out = new ByteArrayOutputStream(CHUNK);
    for (int at = address; at < end; at += CHUNK) {
      byte[] chunk = memory.readBytes(at, Math.min(CHUNK, end - at));
      for (int i = 0; i < chunk.length; i++) {
        if (chunk[i] == 0) {
          out.write(chunk, 0, i);
          return out.toByteArray();
        }
      }
      out.writeBytes(chunk);
    }
    throw new ParserFault("the parser gave a string without an end");
  }
}
