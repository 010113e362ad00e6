/** Any two-party protocol's states and edges, and the scenarios that walk them, as data. */
@NullMarked
package dev.parkway.script;

import org.jspecify.annotations.NullMarked;
