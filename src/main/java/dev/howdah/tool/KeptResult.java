package dev.howdah.tool;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the kept pages of a result have in common.
 *
 * @param statement the {@link #mark} of what selected its rows
 * @param judged the mark of what the rules made of that
 * @param until when it is kept to, for people
 * @param format of the text
 * @param rowLimit most rows of a page
 * @param last the number of the last page
 * @param end why rows are missing after that, or null when none are
 */
public record KeptResult(
    String statement,
    String judged,
    String until,
    Format format,
    int rowLimit,
    List<String> columns,
    List<String> columnTypes,
    int last,
    @Nullable String end) {

  /** How it is kept. */
  public byte[] encode() {
    return Json.MAPPER.writeValueAsBytes(this);
  }

  /** What was kept. */
  public static KeptResult decode(byte[] kept) {
    return Json.MAPPER.readValue(kept, KeptResult.class);
  }

  /** By which the same values are known again, and which does not tell them. */
  public static String mark(@Nullable Object... values) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(Json.MAPPER.writeValueAsBytes(Arrays.asList(values))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
