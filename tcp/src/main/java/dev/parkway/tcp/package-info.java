/** RFC 9293's connection states and edges, and the scenarios that walk them, as data. */
@NullMarked
package dev.parkway.tcp;

import org.jspecify.annotations.NullMarked;
