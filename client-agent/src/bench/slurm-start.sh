#!/usr/bin/env bash
# One Slurm job of one agent, for StartTime.java to measure, which sets AIF_SERVICE_URL and
# AIF_BEGAN_FILE: from the first line of the batch shell until the agent has registered.
#
#   java StartTime.java 7 slurm-start.sh [SBATCH-OPTION…]
#
# AIF_START names another start_client.sh than the built one; AIF_CONTAINER=true and AIF_CLIENT_IMAGE run
# it in a container. sbatch takes the cluster from SLURM_CONF; all paths have to be shared with its nodes.
set -eu

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/aif-slurm-start.XXXXXX")
trap 'rm -rf "$work"' EXIT

export AIF_START="${AIF_START:-$project/client-agent/target/agent/start_client.sh}"
export AIF_NUM_CLIENTS=3 AIF_SERVER_ADDR=http://127.0.0.1:9 AIF_BENCHMARK_ID=123 AIF_AGENTS=1 \
  AIF_JOB_LIMIT_SECONDS=60 AIF_WORK_DIR="$work" AIF_AGENT_HOST=0.0.0.0
export JOB_SCRIPT="$project/ejb/src/main/resources/eu/aifactory/clients/service/slurm/slurm-job.sh"

# shellcheck disable=SC2016 # for the batch shell
sbatch --quiet --wait --export=ALL --time=2 --output="$work/stdout" --error="$work/stderr" "$@" \
  --wrap='date +%s.%N >"$AIF_BEGAN_FILE"; exec bash "$JOB_SCRIPT"' || cat "$work/stderr" >&2
