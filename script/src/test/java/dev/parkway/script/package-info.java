/** Tests of protocols that are read from a text; those of the notation, checker and pictures are tcp's. */
@NullMarked
package dev.parkway.script;

import org.jspecify.annotations.NullMarked;
