package dev.howdah.sql.parser;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes of what the parser says, in the form of {@code parse.mjs}. */
final class Answers {

  private Answers() {}

  static String hash(Sandbox.Answer answer) {
    return hash(
        switch (answer) {
          case Sandbox.Answer.Json json -> json.text();
          case Sandbox.Answer.Failure error ->
              ("error\0" + error.position() + "\0" + error.message())
                  .getBytes(StandardCharsets.UTF_8);
        });
  }

  static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
