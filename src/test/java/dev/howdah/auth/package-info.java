@NullMarked
package dev.howdah.auth;

import org.jspecify.annotations.NullMarked;
