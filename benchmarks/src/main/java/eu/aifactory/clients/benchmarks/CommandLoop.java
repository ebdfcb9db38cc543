package eu.aifactory.clients.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * How a child process takes orders: one line each on standard input, one line of answer on standard
 * output, until the input ends. Errors go where standard error goes.
 */
public final class CommandLoop {
  /** Carries one order out. */
  @FunctionalInterface
  public interface Orders {
    /**
     * @return what to answer, one line
     */
    String carryOut(String verb, String[] words) throws Exception;
  }

  private CommandLoop() {}

  /** Blocks until whoever gives the orders has gone. */
  public static void run(Orders orders) throws IOException {
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      answers.println(answer(orders, words));
    }
  }

  private static String answer(Orders orders, String[] words) {
    try {
      return orders.carryOut(words[0], words);
    } catch (Exception e) {
      return "failed: " + String.valueOf(e).lines().findFirst().orElse("");
    }
  }
}
