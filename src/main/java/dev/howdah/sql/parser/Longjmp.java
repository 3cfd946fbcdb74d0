package dev.howdah.sql.parser;

/** C's {@code longjmp} on its way to the {@code setjmp} that it returns to. */
final class Longjmp extends RuntimeException {

  Longjmp() {
    super("longjmp", null, false, false);
  }
}
