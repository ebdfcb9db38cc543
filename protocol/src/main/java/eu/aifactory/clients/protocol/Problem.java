package eu.aifactory.clients.protocol;

/**
 * An error as RFC 9457 has it ({@code application/problem+json}).
 *
 * @param detail the sentence for people, with the value at fault in it; also the member that the
 *     specification's clients read
 * @param instance of this occurrence: the correlation id under which the log has it, as a URN
 */
public record Problem(String type, String title, int status, String detail, String instance) {
  public static final String MEDIA_TYPE = "application/problem+json";
}
