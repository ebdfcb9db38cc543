package eu.aifactory.clients.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/faults.md} names a test for each fault, and each of them is there. */
class FaultListTest {
  private static final int FAULTS = 38;

  private static final Pattern ROW = Pattern.compile("\\| F(\\d+) \\|.*\\|([^|]*)\\|");
  private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(F(\\d\\d)_\\w+)`");
  private static final Pattern ANY_METHOD = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");
  private static final Pattern METHOD =
      Pattern.compile("(?:void|Stream<DynamicTest>) (\\w+)\\(", Pattern.MULTILINE);

  private static final TreeMap<Integer, String> ROWS = new TreeMap<>();
  private static final Set<String> TESTS = new TreeSet<>();
  private static final Set<String> CLASSES = new TreeSet<>();

  @BeforeAll
  static void read() throws IOException {
    for (String line : Files.readAllLines(Path.of("..", "docs", "faults.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        ROWS.put(Integer.parseInt(row.group(1)), row.group(2));
      }
    }
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      modules
          .map(module -> module.resolve(Path.of("src", "test", "java")))
          .filter(Files::isDirectory)
          .forEach(FaultListTest::readTests);
    }
  }

  private static void readTests(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        CLASSES.add(name);
        Matcher method = METHOD.matcher(Files.readString(file));
        while (method.find()) {
          TESTS.add(name + "." + method.group(1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void hasARowForEachFault() {
    assertThat(ROWS.keySet()).containsExactlyElementsOf(numbers());
  }

  @Test
  void namesATestOfItsNumberForEachFault() {
    for (int fault : numbers()) {
      List<String> own =
          NAMED
              .matcher(ROWS.get(fault))
              .results()
              .filter(name -> Integer.parseInt(name.group(3)) == fault)
              .map(name -> name.group(1) + "." + name.group(2))
              .toList();
      assertThat(own).as("tests of F%d: %s", fault, ROWS.get(fault)).isNotEmpty();
    }
  }

  @Test
  void namesNoTestThatIsNotThere() {
    ROWS.forEach(
        (fault, row) -> {
          Matcher named = ANY_METHOD.matcher(row);
          while (named.find()) {
            if (named.group(2) == null) {
              assertThat(CLASSES).as("F%d", fault).contains(named.group(1));
            } else {
              assertThat(TESTS).as("F%d", fault).contains(named.group(1) + "." + named.group(2));
            }
          }
        });
  }

  @Test
  void listsEachTestThatHasAFaultsNumber() {
    for (String test : TESTS) {
      Matcher numbered = Pattern.compile(".*\\.F(\\d\\d)_.*").matcher(test);
      if (numbered.matches()) {
        assertThat(ROWS.get(Integer.parseInt(numbered.group(1)))).contains("`" + test + "`");
      }
    }
  }

  private static List<Integer> numbers() {
    return IntStream.rangeClosed(1, FAULTS).boxed().toList();
  }
}
