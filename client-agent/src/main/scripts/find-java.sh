# shellcheck shell=bash disable=SC2034
# Sourced. find_java sets java (the newest JDK of 21 or later) and java_id (its version, for names of
# files that only it can use), or ends the script with one sentence.

least_java=21

# The version of a Java home from its release file, as that costs no start of a JVM; empty if none.
# The shell's own means alone: an image has little else, and a start is short.
java_version() {
  local line
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
  while IFS= read -r line; do
    case $line in
      'JAVA_VERSION="'*)
        line=${line#*\"}
        printf '%s\n' "${line%%\"*}"
        return 0
        ;;
    esac
  done <"$1/release"
}

java_fits() {
  local version
  version=$(java_version "$1")
  [ "${version%%[!0-9]*}" -ge "$least_java" ] 2>/dev/null
}

take_java() {
  java="$1/bin/java"
  java_id="jdk$(java_version "$1")"
}

find_java() {
  local home newest='' newest_version=''
  if [ -n "${AIF_JAVA_HOME:-}" ]; then
    if java_fits "$AIF_JAVA_HOME"; then
      take_java "$AIF_JAVA_HOME"
      return
    fi
    printf 'AIF_JAVA_HOME is "%s", and there is no JDK %s or later\n' "$AIF_JAVA_HOME" "$least_java" >&2
    exit 2
  fi
  if [ -n "${JAVA_HOME:-}" ] && java_fits "$JAVA_HOME"; then
    take_java "$JAVA_HOME"
    return
  fi
  for home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "${SDKMAN_DIR:-${HOME:-/}/.sdkman}"/candidates/java/*; do
    java_fits "$home" || continue
    if [ -z "$newest" ] || [ "$(printf '%s\n%s\n' "$newest_version" "$(java_version "$home")" | sort -V | tail -n 1)" != "$newest_version" ]; then
      newest=$home
      newest_version=$(java_version "$home")
    fi
  done
  if [ -z "$newest" ]; then
    printf 'no JDK %s or later: looked at AIF_JAVA_HOME, JAVA_HOME, /usr/lib/jvm, /usr/java, /opt and SDKMAN\n' "$least_java" >&2
    exit 2
  fi
  take_java "$newest"
}
