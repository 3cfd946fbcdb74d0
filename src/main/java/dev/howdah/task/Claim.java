package dev.howdah.task;

/**
 * A task to work on now.
 *
 * @param request what {@link NewTask#request} was
 */
public record Claim(Task task, Lease lease, String request) {}
