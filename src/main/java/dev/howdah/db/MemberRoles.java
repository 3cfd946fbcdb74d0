package dev.howdah.db;

import static dev.howdah.db.Finding.Severity.DANGEROUS;
import static dev.howdah.db.Finding.Severity.MORE_THAN_NEEDED;

import java.util.ArrayList;
import java.util.List;

/** Findings about the role itself and those it is a member of. */
final class MemberRoles {

  /**
   * The user, or a role that it can become.
   *
   * @param name as SQL
   * @param own whether it is the user itself
   * @param through the direct memberships that lead to it, as SQL; empty for the user
   * @param revocations the statements that end those
   */
  record Role(
      long id,
      String name,
      String plainName,
      boolean own,
      boolean superuser,
      boolean bypassRls,
      boolean createRole,
      boolean createDb,
      boolean replication,
      List<String> through,
      List<String> revocations) {}

  private final List<Role> roles;
  private final List<Finding> findings = new ArrayList<>();

  private MemberRoles(List<Role> roles) {
    this.roles = roles;
  }

  static List<Finding> findings(List<Role> roles) {
    var member = new MemberRoles(roles);
    // To a superuser the rest makes no difference.
    if (roles.getFirst().superuser()) {
      member.attributes(roles.getFirst());
    } else {
      roles.forEach(member::attributes);
      roles.forEach(member::membership);
    }
    return member.findings;
  }

  private void attributes(Role role) {
    if (role.superuser()) {
      attribute(role, "is a superuser, whom no privilege and no rule stops", "superuser", true);
      return;
    }
    if (role.bypassRls()) {
      attribute(role, "has BYPASSRLS: row-level security does not hold for it", "bypassrls", true);
    }
    if (role.createRole()) {
      attribute(role, "has CREATEROLE: it can make roles and grant them", "createrole", true);
    }
    if (role.replication()) {
      attribute(
          role,
          "has REPLICATION: it can copy the whole server and keep its write-ahead log",
          "replication",
          true);
    }
    if (role.createDb()) {
      attribute(role, "has CREATEDB: it can make databases", "createdb", false);
    }
  }

  private void attribute(Role role, String what, String attribute, boolean powerful) {
    String user = roles.getFirst().name();
    findings.add(
        new Finding(
            powerful ? DANGEROUS : MORE_THAN_NEEDED,
            powerful,
            role.own()
                ? "%s %s.".formatted(user, what)
                : "%s can become %s, which %s.".formatted(user, role.name(), what),
            role.own()
                ? "alter role %s no%s;".formatted(user, attribute)
                : String.join("\n", role.revocations()),
            false));
  }

  private void membership(Role role) {
    boolean monitor = roles.stream().anyMatch(each -> each.plainName().equals("pg_monitor"));
    if (monitor && PredefinedRoles.partOfMonitor(role.plainName())) {
      return;
    }
    PredefinedRoles.of(role.plainName()).ifPresent(power -> findings.add(membership(role, power)));
  }

  private Finding membership(Role role, PredefinedRoles.Power power) {
    String user = roles.getFirst().name();
    if (role.own()) {
      return new Finding(
          power.severity(),
          power.powerful(),
          "%s is a hosted service's own role: it %s.".formatted(user, power.allows()),
          "-- Connect as another role: it cannot be taken from this one.",
          false);
    }
    boolean direct = role.through().contains(role.name());
    return new Finding(
        power.severity(),
        power.powerful(),
        "%s is a member of %s%s: it %s."
            .formatted(
                user,
                role.name(),
                direct ? "" : " through " + String.join(", ", role.through()),
                power.allows()),
        String.join("\n", role.revocations()),
        false);
  }
}
