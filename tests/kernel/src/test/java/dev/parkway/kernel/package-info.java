/** Linux's TCP walks the scenarios with real sockets, and its states are held against the scripts'. */
@NullMarked
package dev.parkway.kernel;

import org.jspecify.annotations.NullMarked;
