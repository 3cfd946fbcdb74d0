package dev.howdah.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Folders that appear whole or not at all. */
final class Folders {

  private static final String PART = ".part-";

  /** Fills a folder that nobody else sees yet. */
  @FunctionalInterface
  interface Filling {
    void fill(Path folder) throws IOException;
  }

  private Folders() {}

  /**
   * Makes a folder in a temporary sibling and renames it at the end, so that a crash leaves nothing
   * under its final name. Callers hold the lock of the parent; what earlier crashes left is
   * removed.
   */
  static void make(Path folder, Filling filling) throws IOException {
    var name = folder.getFileName() + PART;
    try (var siblings =
        Files.newDirectoryStream(parent(folder), entry -> startsWith(entry, name))) {
      for (var leftover : siblings) {
        delete(leftover);
      }
    }
    var part = Files.createTempDirectory(parent(folder), name);
    try {
      filling.fill(part);
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      delete(part);
      throw e;
    }
  }

  /** Makes a folder and those above it; the new ones can be entered by everyone. */
  static void open(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    var parent = folder.getParent();
    if (parent != null) {
      open(parent);
    }
    Files.createDirectory(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Whether the folder holds nothing, or is not there at all. */
  static boolean empty(Path folder) throws IOException {
    try (var entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /** Removes a folder with all it holds, as far as that is possible. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Path parent(Path folder) {
    return Objects.requireNonNull(folder.toAbsolutePath().getParent());
  }

  private static boolean startsWith(Path path, String name) {
    return String.valueOf(path.getFileName()).startsWith(name);
  }
}
