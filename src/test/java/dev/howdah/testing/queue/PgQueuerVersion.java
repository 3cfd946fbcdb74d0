package dev.howdah.testing.queue;

/** The versions of PgQueuer whose tables differ. */
public enum PgQueuerVersion {
  /** One enum with six values, a log without tracebacks. */
  V0_19(19, false, false),
  /** With deduplication, tracebacks and headers. */
  V0_24(24, false, false),
  /** With attempts and held jobs. */
  V1_0(100, false, false),
  /** With two more indexes; ids are still int4. */
  V1_1(110, false, false),
  /** With ids of eight bytes. */
  V1_3(130, false, true),
  /** What 0.24 makes of tables that were there before 0.19. */
  V0_24_UPGRADED(24, true, false),
  /** What 1.0 makes of them. */
  V1_0_UPGRADED(100, true, false),
  /** What 1.1 makes of them; 1.1.1 widens ids unless it is told not to. */
  V1_1_UPGRADED(110, true, false),
  /** What 1.3 makes of tables that were there before 0.19, told not to widen ids. */
  UPGRADED(130, true, false),
  /** The same with ids widened, which is the default. */
  UPGRADED_WIDE(130, true, true);

  private final int release;
  private final boolean upgraded;
  private final boolean wideIds;

  PgQueuerVersion(int release, boolean upgraded, boolean wideIds) {
    this.release = release;
    this.upgraded = upgraded;
    this.wideIds = wideIds;
  }

  /** Whether columns were added one by one. */
  public boolean upgraded() {
    return upgraded;
  }

  public boolean tracebacks() {
    return release >= 20;
  }

  public boolean headers() {
    return release >= 24;
  }

  /** Whether retries are counted and a failed job can be held. */
  public boolean attempts() {
    return release >= 100;
  }

  public boolean indexesByEntrypoint() {
    return release >= 110;
  }

  public boolean wideIds() {
    return wideIds;
  }
}
