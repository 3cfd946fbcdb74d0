package dev.howdah.db;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the role of a database's connections can do beyond what Howdah needs.
 *
 * @param user the role that logged in, as SQL
 * @param role the role in use, as SQL
 * @param findings the worst first; empty for a right role
 */
public record Posture(String user, String role, List<Finding> findings) {
  public Posture {
    findings =
        findings.stream()
            .sorted(
                Comparator.comparing(Finding::powerful)
                    .reversed()
                    .thenComparing(Finding::severity)
                    .thenComparing(Finding::everyone))
            .toList();
  }

  /** Those for which the role is refused where the server is reached over a network. */
  public List<Finding> powers() {
    return findings.stream().filter(Finding::powerful).toList();
  }

  /** Those of that severity. */
  public List<Finding> findings(Finding.Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).toList();
  }

  /** The same with more. */
  Posture with(List<Finding> more) {
    return new Posture(user, role, Stream.concat(findings.stream(), more.stream()).toList());
  }
}
