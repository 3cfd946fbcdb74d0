package dev.howdah.demo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.tukaani.xz.XZInputStream;

/**
 * The archive of PostgreSQL's programs for one platform, a resource on the class path.
 *
 * @param url where the archive is
 */
record Archive(URL url) {

  /** The archive for this machine. */
  static Archive here() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Archive of(String os, String arch) {
    var name = "/postgres-" + system(os) + "-" + machine(arch) + ".txz";
    var url = Archive.class.getResource(name);
    if (url == null) {
      throw new EmbeddedServerException(
          "No embedded PostgreSQL for "
              + os
              + " on "
              + arch
              + " is part of this program. Use a database of your own instead.");
    }
    return new Archive(url);
  }

  /** Differs between any two archives; costs nothing where a jar has noted the checksum. */
  String key() throws IOException {
    var connection = url.openConnection();
    var checksum =
        connection instanceof JarURLConnection jar ? jar.getJarEntry().getCrc() : checksum();
    return HexFormat.of().toHexDigits(checksum, 8);
  }

  /** Unpacks all programs, libraries and shared files. */
  void unpack(Path folder) throws IOException {
    try (var stream = url.openStream();
        var tar = new XZInputStream(new BufferedInputStream(stream, 1 << 16))) {
      TarReader.unpack(new BufferedInputStream(tar, 1 << 16), folder);
    }
  }

  private long checksum() throws IOException {
    var checksum = new CRC32();
    try (InputStream in = url.openStream()) {
      checksum.update(in.readAllBytes());
    }
    return checksum.getValue();
  }

  private static String system(String os) {
    var name = os.toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : name.split(" ", -1)[0];
  }

  private static String machine(String arch) {
    if (List.of("amd64", "x86_64").contains(arch)) {
      return "x86_64";
    }
    return arch.equals("aarch64") ? "arm_64" : arch;
  }
}
