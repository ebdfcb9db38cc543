# shellcheck shell=bash
# Daemons as children of nobody: each known by its number and its start time, so that one that got
# the number later is never taken for it. To be sourced.

# The 22nd field of a process's stat; the name in the second may hold blanks. Nothing for a zombie:
# it has ended, whoever is slow to collect it.
start_time_of() { # pid
  local stat fields
  { read -r -d '' stat || true; } 2>/dev/null <"/proc/$1/stat" || return 0
  read -r -a fields <<<"${stat##*) }"
  [ "${fields[0]}" = Z ] || echo "${fields[19]}"
}

pid_of() { # name
  cut -d ' ' -f 1 "$DIR/run/$1.pid"
}

alive() { # name
  local pid started
  read -r pid started 2>/dev/null <"$DIR/run/$1.pid" || return 1
  [ -n "$started" ] && [ "$(start_time_of "$pid")" = "$started" ]
}

# Runs something in the file tree of the cluster.
inside() {
  if [ -e "$DIR/run/root/mnt" ]; then
    nsenter --mount="$DIR/run/root/mnt" -- "$@"
  else
    "$@"
  fi
}

# In a session of its own, and with no more of the environment than it needs: what the caller has in
# his is none of the jobs' business.
launch() { # name, variable..., --, command...
  local name=$1 variables=() tree=()
  shift
  until [ "$1" = -- ]; do
    variables+=("$1")
    shift
  done
  shift
  if alive "$name"; then return; fi
  if [ -e "$DIR/run/root/mnt" ]; then tree=(nsenter --mount="$DIR/run/root/mnt" --); fi
  setsid "${tree[@]}" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    "${variables[@]}" "$@" </dev/null >>"$DIR/log/$name.out" 2>&1 9>&- &
  printf '%s %s\n' "$!" "$(start_time_of "$!")" >"$DIR/run/$name.pid"
}

# SIGTERM, and SIGKILL where that does not help. One that was stopped is continued first.
stop() { # name
  local pid i
  if alive "$1"; then
    pid=$(pid_of "$1")
    kill -CONT "$pid" 2>/dev/null || true
    kill "$pid" 2>/dev/null || true
    for ((i = 0; i < 100; i++)); do
      alive "$1" || break
      sleep 0.1
    done
    if alive "$1"; then kill -KILL "$pid" 2>/dev/null || true; fi
  fi
  rm -f "$DIR/run/$1.pid"
}

await() { # seconds, what, command...
  local i limit=$(($1 * 10)) what=$2
  shift 2
  for ((i = 0; i < limit; i++)); do
    if "$@" >/dev/null 2>&1; then return; fi
    sleep 0.1
  done
  fail "$what did not come within $((limit / 10)) s: the logs in $DIR/log say why"
}

# What is left of jobs when the daemons have ended: the daemons of steps, what has the cluster's
# configuration and a number of a job in its environment, and all of their descendants.
leftovers() {
  local process name pid parent ours=' '
  for process in /proc/[0-9]*; do
    read -r name <"$process/comm" || continue
    if [ "$name" = slurmstepd ]; then
      # A step's daemon writes its title over its environment; but it has its log open.
      readlink "$process"/fd/* | grep -qF "$DIR/" || continue
    else
      tr '\0' '\n' <"$process/environ" | awk -v conf="SLURM_CONF=$DIR/etc/slurm.conf" '
        $0 == conf { ours = 1 } /^SLURM_JOB_ID=/ { job = 1 } END { exit !(ours && job) }' || continue
    fi
    ours+="${process#/proc/} "
  done 2>/dev/null
  # Parents come before their children: numbers may wrap round, hence twice.
  for _ in 1 2; do
    while read -r pid parent; do
      case $ours in
        *" $pid "*) ;;
        *" $parent "*) ours+="$pid " ;;
      esac
    done < <(parents)
  done
  echo "$ours"
}

parents() {
  local process stat fields
  for process in /proc/[0-9]*; do
    { read -r -d '' stat || true; } 2>/dev/null <"$process/stat" || continue
    read -r -a fields <<<"${stat##*) }"
    [ "${fields[0]}" = Z ] || echo "${process#/proc/} ${fields[1]}"
  done 2>/dev/null | sort -n
}
