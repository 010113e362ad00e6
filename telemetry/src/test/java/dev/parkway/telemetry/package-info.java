@NullMarked
package dev.parkway.telemetry;

import org.jspecify.annotations.NullMarked;
