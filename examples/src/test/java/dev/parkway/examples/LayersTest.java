package dev.parkway.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What each released module stands on, and no more. */
final class LayersTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.parkway.parker", "dev.parkway.control", "dev.parkway.points",
                    "dev.parkway.junit");

    @Test
    void parker_standsOnTheJdkAlone() {
        classes().that().resideInAPackage("dev.parkway.parker").should().onlyDependOnClassesThat()
                .resideInAnyPackage("dev.parkway.parker", "java..", "org.jspecify..").check(CLASSES);
    }

    @Test
    void control_knowsNoTcpAndNothingElseOfOurs() {
        classes().that().resideInAPackage("dev.parkway.control").should().onlyDependOnClassesThat()
                .resideInAnyPackage("dev.parkway.control", "dev.parkway.parker",
                        "dev.parkway.proto.control..",
                        "java..", "javax.net.ssl", "javax.naming..", "javax.security.auth.x500",
                        "org.jspecify..", "org.slf4j..",
                        "io.grpc..",
                        "com.google..",
                        "io.github.resilience4j..")
                .check(CLASSES);
    }

    @Test
    void points_withoutADistantTest_needTheJdkAlone() {
        noClasses().that().resideInAPackage("dev.parkway.points").and()
                .haveSimpleNameNotEndingWith("DistantTest")
                .should().dependOnClassesThat()
                .resideInAnyPackage("dev.parkway.control..", "dev.parkway.parker..", "io.grpc..")
                .check(CLASSES);
    }

    @Test
    void junit_standsOnThePointsAndTheControlStream() {
        classes().that().resideInAPackage("dev.parkway.junit").should().onlyDependOnClassesThat()
                .resideInAnyPackage("dev.parkway.junit", "dev.parkway.points", "dev.parkway.control",
                        "dev.parkway.parker", "java..", "org.jspecify..", "org.junit.jupiter.api..",
                        "io.grpc..",
                        "com.google.errorprone.annotations..")
                .check(CLASSES);
    }
}
