package dev.howdah.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * Unpacks a tar archive (POSIX ustar: folders, files and symbolic links) into a folder.
 *
 * <p>Nothing is written outside that folder: an entry or link that points out of it ends the work.
 */
final class TarReader {

  private static final int BLOCK = 512;

  private final InputStream in;
  private final Path target;

  private TarReader(InputStream in, Path target) {
    this.in = in;
    this.target = target.toAbsolutePath().normalize();
  }

  /** Unpacks all entries. The stream is not closed. */
  static void unpack(InputStream in, Path target) throws IOException {
    var reader = new TarReader(in, target);
    for (var header = in.readNBytes(BLOCK);
        header.length == BLOCK && header[0] != 0;
        header = in.readNBytes(BLOCK)) {
      reader.entry(header);
    }
  }

  private void entry(byte[] header) throws IOException {
    var name = text(header, 0, 100);
    var prefix = text(header, 257, 6).equals("ustar") ? text(header, 345, 155) : "";
    var path = inside(target, prefix.isEmpty() ? name : prefix + "/" + name);
    var size = octal(header, 124, 12);
    switch (header[156]) {
      case '5' -> Files.createDirectories(path);
      case '2' -> link(path, text(header, 157, 100));
      case '0', 0 -> file(path, size, (int) octal(header, 100, 8));
      default -> throw new IOException("Unknown kind of tar entry: " + name);
    }
  }

  private void link(Path path, String destination) throws IOException {
    Files.createDirectories(parent(path));
    inside(parent(path), destination);
    Files.createSymbolicLink(path, Path.of(destination));
  }

  private void file(Path path, long size, int mode) throws IOException {
    Files.createDirectories(parent(path));
    // A new file only: an earlier entry may be a link, and writing would follow it.
    try (var out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
      var left = size;
      var buffer = new byte[1 << 16];
      while (left > 0) {
        var read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new IOException("The archive ends within " + path.getFileName());
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
    in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    Files.setPosixFilePermissions(path, permissions(mode));
  }

  /** The path below our target, whatever the archive calls it. */
  private Path inside(Path base, String name) throws IOException {
    var path = base.resolve(name).normalize();
    if (!path.startsWith(target) || crossesLink(path)) {
      throw new IOException("The archive reaches out of its folder: " + name);
    }
    return path;
  }

  private boolean crossesLink(Path path) {
    for (var up = path.getParent(); up != null && up.startsWith(target); up = up.getParent()) {
      if (!up.equals(target) && Files.isSymbolicLink(up)) {
        return true;
      }
    }
    return false;
  }

  private Path parent(Path path) {
    var parent = path.getParent();
    return parent == null ? target : parent;
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    var permissions = EnumSet.noneOf(PosixFilePermission.class);
    var all = PosixFilePermission.values();
    for (var bit = 0; bit < all.length; bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        permissions.add(all[bit]);
      }
    }
    return permissions;
  }

  private static String text(byte[] header, int from, int length) {
    var end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] header, int from, int length) throws IOException {
    var digits = text(header, from, length).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IOException("Not an octal number in a tar header: " + digits, e);
    }
  }
}
