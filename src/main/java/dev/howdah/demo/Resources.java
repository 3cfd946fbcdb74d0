package dev.howdah.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The texts that lie beside the classes of this package. */
final class Resources {

  private Resources() {}

  static String text(String name) throws IOException {
    try (var in = Resources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("No resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
