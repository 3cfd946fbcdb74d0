package dev.howdah.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The sample database: a shop, its staff, and what its web site saw.
 *
 * <p>The single-user backend loads it, for which a statement ends at a semicolon before an empty
 * line (PostgreSQL manual, postgres, option {@code -j}).
 *
 * @param roles makes the roles and the empty database; names two passwords as psql would
 * @param content fills the database
 */
record Sample(String roles, String content) {

  static final String DATABASE = "shop";
  static final String OWNER = "shop_owner";
  static final String READER = "howdah_demo";

  private static final String ROLES = "roles.sql";
  private static final List<String> CONTENT =
      List.of(
          "schema-shop.sql",
          "schema-analytics.sql",
          "data-catalog.sql",
          "data-people.sql",
          "data-orders.sql",
          "data-analytics.sql",
          "views.sql",
          "grants.sql");

  static Sample read() throws IOException {
    var content = new StringBuilder();
    for (var name : CONTENT) {
      content.append(Resources.text(name)).append("\n\n");
    }
    return new Sample(Resources.text(ROLES), content.toString());
  }

  /** Differs between any two versions of the sample. */
  String key() {
    var checksum = new CRC32();
    checksum.update((roles + content).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits(checksum.getValue(), 8);
  }

  /** The roles with their passwords, which are hexadecimal and so need no quoting. */
  String roles(Passwords passwords) {
    return roles
        .replace(":'owner_password'", "'" + passwords.owner() + "'")
        .replace(":'reader_password'", "'" + passwords.reader() + "'");
  }
}
