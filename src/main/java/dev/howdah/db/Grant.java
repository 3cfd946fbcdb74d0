package dev.howdah.db;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Privileges of one grantee on objects of one type.
 *
 * @param kind the name of a {@link GrantKind}
 * @param type as REVOKE says it: {@code table}
 * @param grantee as SQL
 * @param everyone whether the grantee is {@code PUBLIC}
 * @param grantor who granted them, as SQL; null for the owner, whom a superuser acts for
 * @param privileges as REVOKE says them: {@code INSERT, UPDATE (name)}
 * @param objects the first of them, as SQL
 * @param total how many there are
 */
record Grant(
    String kind,
    String type,
    String grantee,
    boolean everyone,
    @Nullable String grantor,
    String privileges,
    List<String> objects,
    long total) {

  /** Most objects that a statement names. */
  static final int MOST = 50;

  private static final int SHOWN = 5;

  Finding finding() {
    GrantKind is = GrantKind.of(kind);
    return new Finding(is.severity(), false, sentence(is), mend(is), everyone);
  }

  private String sentence(GrantKind is) {
    return "%s has %s%s on %s: %s."
        .formatted(
            everyone ? "Everybody (PUBLIC)" : grantee,
            privileges,
            is == GrantKind.GRANT_OPTION ? " with the right to grant it" : "",
            counted(total, type.equals("routine") ? "function" : type, objects),
            is.reason());
  }

  private String mend(GrantKind is) {
    String revoke =
        "revoke %s%s on %s %s from %s%s;"
            .formatted(
                is == GrantKind.GRANT_OPTION ? "grant option for " : "",
                lowerCase(privileges),
                type,
                String.join(",\n  ", objects),
                grantee,
                everyone ? "" : " cascade");
    if (grantor != null) {
      revoke = "set role %s;\n%s\nreset role;".formatted(grantor, revoke);
    }
    return total <= objects.size()
        ? revoke
        : revoke + "\n-- " + (total - objects.size()) + " more: examine again after this.";
  }

  /** The privileges' words; columns keep their spelling. */
  private static String lowerCase(String privileges) {
    var text = new StringBuilder(privileges);
    for (int i = 0, depth = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0 && c >= 'A' && c <= 'Z') {
        text.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return text.toString();
  }

  /** {@code 7 tables: a, b, c, d, e and 2 more}, or {@code table a}. */
  static String counted(long total, String what, List<String> first) {
    if (total == 1) {
      return what + " " + first.getFirst();
    }
    List<String> shown = first.subList(0, Math.min(SHOWN, first.size()));
    return "%d %ss: %s%s"
        .formatted(
            total,
            what,
            String.join(", ", shown),
            total > shown.size() ? " and " + (total - shown.size()) + " more" : "");
  }
}
