/** The process that listens: it accepts sessions and runs the server side of their connections. */
@NullMarked
package dev.parkway.server;

import org.jspecify.annotations.NullMarked;
