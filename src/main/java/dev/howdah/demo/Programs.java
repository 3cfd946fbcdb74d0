package dev.howdah.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;

/**
 * PostgreSQL's programs, unpacked.
 *
 * @param folder holds {@code bin}, {@code lib} and {@code share}
 * @param version such as {@code 18.6}
 */
record Programs(Path folder, String version) {

  private static final String VERSION = "version";

  /** Unpacks them below the home, unless that was done before. The home is locked. */
  static Programs in(Path home, Archive archive, Consumer<String> progress) throws IOException {
    var folder = home.resolve("postgresql-" + archive.key());
    if (!Files.exists(folder)) {
      progress.accept("Unpacking PostgreSQL (once)…");
      Folders.make(folder, part -> unpack(archive, part));
    }
    return new Programs(folder, Files.readString(folder.resolve(VERSION)));
  }

  /** The full name of a program, such as {@code initdb}. */
  String path(String program) {
    return folder.resolve("bin").resolve(program).toString();
  }

  /** The version before the point, which decides who can read a data folder. */
  String major() {
    return version.split("\\.", -1)[0];
  }

  private static void unpack(Archive archive, Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    archive.unpack(folder);
    var postgres = folder.resolve("bin/postgres").toString();
    var answer = Command.run(List.of(postgres, "--version"), "");
    if (!answer.succeeded()) {
      throw new EmbeddedServerException(
          "PostgreSQL's programs do not run on this machine: " + answer.output());
    }
    var words = answer.output().split(" ", -1);
    Files.writeString(folder.resolve(VERSION), words[words.length - 1]);
  }
}
