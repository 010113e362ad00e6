/** Metrics and traces by OpenTelemetry, for whoever has configured them; nothing for whoever has not. */
@NullMarked
package dev.parkway.telemetry;

import org.jspecify.annotations.NullMarked;
