package dev.howdah.db;

/** May take the rest of a result at once, so that nothing of it has to be kept open. */
public interface Rest {

  /** Leaves every rest to be kept. */
  Rest KEPT =
      new Rest() {
        @Override
        public boolean wanted() {
          return false;
        }

        @Override
        public boolean take(Rows page) {
          return false;
        }
      };

  /** Whether it takes the rest of this result; asked once, and only when there is one. */
  boolean wanted();

  /**
   * Takes the next page.
   *
   * @return whether it takes one more
   */
  boolean take(Rows page);
}
