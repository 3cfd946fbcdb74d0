package dev.howdah.corpus;

import java.util.List;
import java.util.Map;

/** What a caller may not see, in the words of the permissions file. */
record Rules(
    List<String> schemas, List<String> blockedTables, Map<String, List<String>> blockedColumns) {

  /** None. */
  static final Rules NONE = new Rules(List.of(), List.of(), Map.of());

  /** Those of the corpus. */
  static final Rules OF_THE_SHOP =
      new Rules(
          List.of("public"),
          List.of("public.vault"),
          Map.of("public.users", List.of("password", "ssn"), "public.accounts", List.of("iban")));
}
