#!/bin/bash
# What the job script relies on in srun: --ntasks tasks, each with its rank; SIGINT goes on to them,
# SIGTERM kills them; the highest exit code is srun's. Writes its arguments to $FAKE_SRUN_ARGUMENTS.
printf '%s\n' "$@" >"$FAKE_SRUN_ARGUMENTS"
while [[ $1 == --* ]]; do
  case $1 in --ntasks=*) tasks=${1#*=} ;; esac
  shift
done
set -m # each task in a process group of its own, to be signalled as a whole
pids=()
for ((rank = 0; rank < tasks; rank++)); do
  SLURM_PROCID=$rank SLURMD_NODENAME=node$rank "$@" &
  pids+=("$!")
done
# shellcheck disable=SC2317 # called by the traps
signal_tasks() {
  local task
  for task in "${pids[@]}"; do
    kill -s "$1" -- "-$task" 2>/dev/null
  done
}
trap 'signal_tasks INT' INT
trap 'signal_tasks KILL' TERM
highest=0
for pid in "${pids[@]}"; do
  while :; do
    wait "$pid"
    code=$?
    kill -0 "$pid" 2>/dev/null || break
  done
  ((code > highest)) && highest=$code
done
exit "$highest"
