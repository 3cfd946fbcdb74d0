package dev.howdah.testing;

import java.net.URI;

/** A running RabbitMQ; its users share it, so a test names its queues as nobody else does. */
public record RabbitmqServer(URI uri, Runnable stop) implements Server {}
