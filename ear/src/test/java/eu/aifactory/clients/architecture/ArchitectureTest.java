package eu.aifactory.clients.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noConstructors;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom: the arrows of {@code docs/decisions/0003-modules.md}, held by the build. */
class ArchitectureTest {
  private static final String ROOT = "eu.aifactory.clients.";
  private static final List<String> MODULES =
      List.of(
          "protocol", "load-engine", "vllm-emulator", "slurm", "client-agent", "cli", "ejb", "web");

  private static JavaClasses everything;

  @BeforeAll
  static void read() {
    List<Path> folders =
        MODULES.stream().map(module -> Path.of("..", module, "target", "classes")).toList();
    assertThat(folders).allMatch(Files::isDirectory, "has been built");
    everything = new ClassFileImporter().importPaths(folders);
  }

  @Test
  void theProtocolKnowsNobody() {
    classes()
        .that()
        .resideInAPackage(ROOT + "protocol..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + "protocol..", "java..", "org.HdrHistogram..", "jakarta.json..")
        .check(everything);
  }

  @Test
  void theEmulatorStandsAlone() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "emulator..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "protocol..",
            ROOT + "load..",
            ROOT + "agent..",
            ROOT + "cli..",
            ROOT + "service..")
        .check(everything);
  }

  @Test
  void theLoadEngineKnowsTheProtocolAlone() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "load..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "agent..",
            ROOT + "cli..",
            ROOT + "service..",
            ROOT + "emulator..",
            "org.eclipse.microprofile..")
        .check(everything);
  }

  @Test
  void slurmIsSpokenToWithoutAServerAndWithoutAGroup() {
    classes()
        .that()
        .resideInAPackage(ROOT + "slurm..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "slurm..", ROOT + "protocol..", "java..", "javax.net.ssl..", "jakarta.json..")
        .check(everything);
  }

  @Test
  void agentAndCommandLineDoNotKnowTheServicesClasses() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "agent..", ROOT + "cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "service..")
        .check(everything);
  }

  @Test
  void theDomainKnowsNoHttpButToCallOthers() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "service..")
        .and()
        .resideOutsideOfPackages(
            ROOT + "service.web..", ROOT + "service.agent..", ROOT + "service.aiserver..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.ws.rs..", "jakarta.servlet..")
        .check(everything);
  }

  @Test
  void theHttpInterfaceKnowsNoTable() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "service.web..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.persistence..", "java.sql..", "javax.sql..")
        .check(everything);
  }

  /** See {@code WireBodyWriter}: answers that are given at the same time would fail. */
  @Test
  void theServerLooksForNoOneWhoWritesAnswers() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "service.web..")
        .should()
        .implement("jakarta.ws.rs.ext.ContextResolver")
        .check(everything);
  }

  /** Open Liberty's RESTEasy looks for a constructor without parameters before it asks CDI. */
  @Test
  void whatStandsAroundACallIsMadeWithoutParameters() {
    noConstructors()
        .that()
        .areDeclaredInClassesThat()
        .areAnnotatedWith("jakarta.ws.rs.ext.Provider")
        .and()
        .areDeclaredInClassesThat()
        .resideInAPackage(ROOT + "service.web..")
        .should()
        .beAnnotatedWith("jakarta.inject.Inject")
        .check(everything);
  }

  @Test
  void everyCallSaysWhoMayMakeIt() {
    methods()
        .that()
        .areAnnotatedWith("org.eclipse.microprofile.openapi.annotations.Operation")
        .should()
        .beAnnotatedWith(ROOT + "service.web.security.Needs")
        .orShould()
        .beAnnotatedWith(ROOT + "service.web.security.ForAgents")
        .orShould()
        .beAnnotatedWith(ROOT + "service.web.security.ForAnybody")
        .check(everything);
  }

  @Test
  void insideTheDomainTheArrowsPointOneWay() {
    onlyMayKnow("settings");
    onlyMayKnow("dispatch", "settings");
    onlyMayKnow("slurm", "dispatch", "settings");
    onlyMayKnow("agent", "network", "settings");
    onlyMayKnow("aiserver", "agent", "settings");
    onlyMayKnow("result", "settings");
    onlyMayKnow("records", "settings");
    onlyMayKnow("lease", "settings");
    onlyMayKnow("security");
    onlyMayKnow("network");
    onlyMayKnow("limit");
    onlyMayKnow("intake", "limit");
    onlyMayKnow(
        "group",
        "dispatch",
        "agent",
        "aiserver",
        "intake",
        "lease",
        "limit",
        "result",
        "records",
        "security",
        "network",
        "settings");
    onlyMayKnow("compare", "group", "result", "security", "settings");
    onlyMayKnow("monitor", "group", "agent", "network", "settings");
    slices().matching(ROOT + "service.(*)..").should().beFreeOfCycles().check(everything);
  }

  /** The package may know these of the service's packages, and no other. */
  private static void onlyMayKnow(String name, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = ROOT + "service." + name + "..";
    for (int i = 0; i < others.length; i++) {
      allowed[i + 1] = ROOT + "service." + others[i] + "..";
    }
    noClasses()
        .that()
        .resideInAPackage(ROOT + "service." + name + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "service..").and(resideOutsideOfPackages(allowed)))
        .check(everything);
  }

  /**
   * The container's view of an EJB has its public methods alone, and callbacks: others fail when
   * called.
   */
  @Test
  void methodsOfEnterpriseBeansArePublicOrTheirOwn() {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .areAnnotatedWith(Stateless.class)
        .or()
        .areDeclaredInClassesThat()
        .areAnnotatedWith(Singleton.class)
        .should()
        .bePublic()
        .orShould()
        .bePrivate()
        .orShould()
        .beStatic()
        .orShould()
        .beAnnotatedWith(PostConstruct.class)
        .orShould()
        .beAnnotatedWith(PreDestroy.class)
        .check(everything);
  }
}
