package dev.howdah.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The passwords of one cluster, drawn once and kept in a file that only its user can read.
 *
 * @param superuser of {@code postgres}
 * @param owner of the role that owns the sample database
 * @param reader of the role that may only read it
 */
record Passwords(String superuser, String owner, String reader) {

  static Passwords random() {
    var random = new SecureRandom();
    return new Passwords(draw(random), draw(random), draw(random));
  }

  static Passwords read(Path file) throws IOException {
    var lines = Files.readAllLines(file);
    if (lines.size() != 3) {
      throw new IOException(file + " must hold three passwords, holds " + lines.size());
    }
    return new Passwords(lines.get(0), lines.get(1), lines.get(2));
  }

  void write(Path file) throws IOException {
    var secret = PosixFilePermissions.fromString("rw-------");
    Files.createFile(file, PosixFilePermissions.asFileAttribute(secret));
    var text = String.join("\n", superuser, owner, reader) + "\n";
    Files.writeString(file, text, StandardOpenOption.WRITE);
  }

  @Override
  public String toString() {
    return "***";
  }

  private static String draw(SecureRandom random) {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
