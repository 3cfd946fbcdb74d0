package dev.howdah.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A YAML file that holds something other than settings. */
public final class YamlFile {

  private YamlFile() {}

  /**
   * Reads a file into maps, lists and strings; no value is given a type.
   *
   * @return null for an empty file
   * @throws IllegalArgumentException when it cannot be read; the message names the file, and no
   *     text in it
   */
  public static @Nullable Object read(String file) {
    try {
      return Yaml.parse(Files.readString(Path.of(file)));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the file " + file + " is not UTF-8 text", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the file " + file + " does not exist or cannot be read", e);
    } catch (Yaml.Malformed e) {
      throw new IllegalArgumentException(
          "the file " + file + " is not valid YAML" + e.getMessage(), e);
    }
  }
}
