package eu.aifactory.clients.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of this benchmark that takes orders as {@link CommandLoop} does. One thread's. */
public final class Child implements AutoCloseable {
  /** Stands for no core in particular. */
  public static final int ANY_CORE = -1;

  private final String name;
  private final Process process;
  private final PrintStream orders;
  private final BufferedReader answers;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts the class's {@code main} in a JVM like this one.
   *
   * @param core the one core that it may use, or {@link #ANY_CORE}
   * @throws IOException when it cannot be started
   */
  public static Child start(
      String name, Class<?> main, int core, List<String> jvmFlags, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (core != ANY_CORE) {
      command.addAll(List.of("taskset", "-c", String.valueOf(core)));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath()));
    command.addAll(jvmFlags);
    command.add(main.getName());
    command.addAll(arguments);
    return new Child(
        name, new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  private static String classPath() {
    return System.getProperty("java.class.path").replace("::", File.pathSeparator);
  }

  /**
   * Gives an order and waits for the answer.
   *
   * @throws BenchmarkException when it failed, naming the child
   */
  public String ask(String order) {
    orders.println(order);
    try {
      String answer = answers.readLine();
      if (answer == null) {
        throw new BenchmarkException("%s ended on \"%s\"".formatted(name, order));
      }
      if (answer.startsWith("failed: ")) {
        throw new BenchmarkException("%s, \"%s\": %s".formatted(name, order, answer));
      }
      return answer;
    } catch (IOException e) {
      throw new BenchmarkException("%s, \"%s\": %s".formatted(name, order, e), e);
    }
  }

  /** The answer's words as whole numbers. */
  public long[] numbers(String order) {
    String[] words = ask(order).split(" ");
    long[] numbers = new long[words.length];
    for (int i = 0; i < words.length; i++) {
      numbers[i] = Long.parseLong(words[i]);
    }
    return numbers;
  }

  public long pid() {
    return process.pid();
  }

  /** Ends it, by force if it does not go in two seconds. */
  @Override
  public void close() {
    orders.close();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
