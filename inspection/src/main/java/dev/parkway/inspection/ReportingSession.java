package dev.parkway.inspection;

import dev.parkway.script.Scenario;

/**
 * A session whose client may report.
 *
 * @param name its public name
 * @param scenario what its connections do
 */
public record ReportingSession(String name, Scenario scenario) {}
