#!/usr/bin/env bash
# One local job: starts the agents, ends them at the limit or when told to, and leaves its exit code
# in its folder. A constant: all values come as arguments and environment, nothing is pasted in.
#
#   local-job.sh FOLDER AGENTS LIMIT_SECONDS COMMAND [ARGUMENT…]
set -u
folder=$1
agents=$2
limit=$3
shift 3

# An extracted image has folders that cannot be written.
remove_tree() {
  chmod -R u+w "$1" 2>/dev/null
  rm -rf "$1"
}

# Whether a process group has a process that is not just waiting to be collected.
group_runs() {
  cat /proc/[0-9]*/stat 2>/dev/null |
    awk -v group="$1" '{sub(/^.*\) /, "")} $3 == group && $1 != "Z" {found = 1} END {exit !found}'
}

# Containers get a folder for what they extract: this job takes it away at its end, and those of
# jobs that were killed now.
make_temporary_folder() {
  local left pid
  for left in "$folder"/../*/tmp; do
    [[ -d $left ]] || continue
    read -r pid _ <"${left%/tmp}/pid"
    group_runs "$pid" || remove_tree "$left"
  done
  mkdir -m 700 "$folder/tmp" && export TMPDIR=$folder/tmp APPTAINER_CONFIGDIR=$folder/tmp
}

end_with() {
  [[ ! -e $folder/tmp ]] || remove_tree "$folder/tmp"
  printf '%s\n' "$1" >"$folder/exit.new"
  mv "$folder/exit.new" "$folder/exit"
  exit 0
}

# In a shell of its own for each agent. An agent that died may have left what it measured in its
# spool: then another process delivers it. Once the job is being ended that has to be quick, and the
# signal, which comes again and again, must not end it before it has begun.
run_agent() {
  local child='' ending=0 code
  stop_child() {
    ending=1
    [[ -z $child ]] || kill -TERM "$child" 2>/dev/null
  }
  # A trapped signal ends wait early: ask again until the child has really ended.
  await_child() {
    local code
    while :; do
      wait "$child"
      code=$?
      kill -0 "$child" 2>/dev/null || return "$code"
    done
  }
  trap stop_child TERM INT
  "$@" </dev/null &
  child=$!
  # The signal may have come before its number was known.
  ((ending)) && stop_child
  await_child
  code=$?
  if compgen -G "aif-spool-*-$AIF_RANK-*.jsonl" >/dev/null; then
    export AIF_AGENT_ONLY_DELIVERS=true
    if ((ending)); then
      trap '' TERM INT
      export AIF_AGENT_SERVICE_LOSS_LIMIT_SECONDS=5
    fi
    "$@" </dev/null &
    child=$!
    await_child
  fi
  exit "$code"
}

pids=()
stopping=0
stop_agents() {
  stopping=1
  ((${#pids[@]})) && kill -TERM "${pids[@]}" 2>/dev/null
}
trap stop_agents TERM INT

# With the start time, so that another process that got the same number later is not taken for us.
start_time=$(awk '{sub(/^.*\) /, ""); print $20}' "/proc/$$/stat")
printf '%s %s\n' "$$" "$start_time" >"$folder/pid.new"
mv "$folder/pid.new" "$folder/pid"
# Whoever cancels writes the mark and then looks for the pid: one of us two sees the other.
[[ -e $folder/cancel ]] && end_with 143
[[ -z ${AIF_CLIENT_IMAGE:-} ]] || make_temporary_folder

for ((rank = 0; rank < agents && !stopping; rank++)); do
  AIF_RANK=$rank run_agent "$@" &
  pids+=("$!")
done
# The signal may have come between two starts, when not all agents were known.
((stopping)) && stop_agents

(
  sleep "$limit" &
  sleeper=$!
  trap 'kill $sleeper 2>/dev/null; exit' TERM
  wait "$sleeper"
  : >"$folder/timeout"
  kill -TERM "$$"
  sleep 30
  kill -KILL -- "-$$"
) >/dev/null 2>&1 &
watchdog=$!

code=0
for pid in "${pids[@]}"; do
  # A trapped signal ends wait early: ask again until the agent has really ended.
  while :; do
    wait "$pid"
    agent_code=$?
    kill -0 "$pid" 2>/dev/null || break
  done
  ((agent_code != 0 && code == 0)) && code=$agent_code
done
kill "$watchdog" 2>/dev/null
end_with "$code"
