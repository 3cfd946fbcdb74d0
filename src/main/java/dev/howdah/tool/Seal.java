package dev.howdah.tool;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes opaque strings that a client carries for us and cannot alter: cursors and request state.
 *
 * <p>The content is signed (HMAC-SHA-256), not hidden. Thread-safe.
 */
public final class Seal {

  private static final int MAC_BYTES = 32;

  private final Supplier<SecretKeySpec> key;

  /**
   * A seal of this key.
   *
   * @param key at least 32 bytes; servers that share it accept each other's strings
   */
  public Seal(byte[] key) {
    if (key.length < MAC_BYTES) {
      throw new IllegalArgumentException("a sealing key needs 32 bytes, had " + key.length);
    }
    SecretKeySpec spec = new SecretKeySpec(key, "HmacSHA256");
    this.key = () -> spec;
  }

  private Seal(Supplier<SecretKeySpec> key) {
    this.key = key;
  }

  /** A seal that no other process can make or open; its key is made when it is first used. */
  public static Seal random() {
    return new Seal(new RandomKey());
  }

  /** Random numbers take a tenth of a start; few clients need a cursor at once. */
  private static final class RandomKey implements Supplier<SecretKeySpec> {

    private @Nullable SecretKeySpec key;

    @Override
    public synchronized SecretKeySpec get() {
      if (key == null) {
        byte[] bytes = new byte[MAC_BYTES];
        new SecureRandom().nextBytes(bytes);
        key = new SecretKeySpec(bytes, "HmacSHA256");
      }
      return key;
    }
  }

  /**
   * Seals a text.
   *
   * @param purpose what the string is for; it opens for nothing else
   * @return letters, digits, {@code -} and {@code _}
   */
  public String close(String purpose, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    byte[] sealed = Arrays.copyOf(mac(purpose, bytes), MAC_BYTES + bytes.length);
    System.arraycopy(bytes, 0, sealed, MAC_BYTES, bytes.length);
    return encoded(sealed);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What was sealed for this purpose, or nothing when the string is damaged or foreign. */
  public Optional<String> open(String purpose, String sealed) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(sealed);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (bytes.length < MAC_BYTES || !encoded(bytes).equals(sealed)) {
      return Optional.empty();
    }
    byte[] content = Arrays.copyOfRange(bytes, MAC_BYTES, bytes.length);
    byte[] claimed = Arrays.copyOf(bytes, MAC_BYTES);
    return MessageDigest.isEqual(claimed, mac(purpose, content))
        ? Optional.of(new String(content, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private byte[] mac(String purpose, byte[] content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key.get());
      mac.update(purpose.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
