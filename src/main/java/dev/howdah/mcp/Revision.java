package dev.howdah.mcp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The revisions of the protocol we speak, oldest first. */
public enum Revision {
  V2024_11_05("2024-11-05"),
  V2025_03_26("2025-03-26"),
  V2025_06_18("2025-06-18"),
  V2025_11_25("2025-11-25"),
  V2026_07_28("2026-07-28");

  /** What a client gets that asks for a handshake and names a revision we do not know. */
  public static final Revision NEWEST_WITH_HANDSHAKE = V2025_11_25;

  private final String wireName;

  Revision(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** The revision of this name, if we speak it. */
  public static Optional<Revision> of(String wireName) {
    return Arrays.stream(values()).filter(known -> known.wireName.equals(wireName)).findFirst();
  }

  /** The names of all revisions, newest first. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Revision::wireName).toList().reversed();
  }

  /** Whether every request stands alone, with no handshake and no session. */
  public boolean stateless() {
    return this == V2026_07_28;
  }

  public boolean atLeast(Revision other) {
    return compareTo(other) >= 0;
  }

  /** Whether several messages may come in one array; only ever so in 2025-03-26. */
  boolean batches() {
    return this == V2025_03_26;
  }
}
