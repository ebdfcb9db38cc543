# shellcheck shell=bash
# Gets Slurm: this machine's own packages, or a file tree of the Debian that has the version. To be
# sourced.

PACKAGES=(slurm-wlm slurmrestd slurm-wlm-jwt-plugin munge)
TREE='' # of another Debian, or nothing

require_software() {
  local codename
  mkdir -p "$LAB_HOME"
  # shellcheck source=/dev/null
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  if [ "$codename" = "$SUITE" ]; then
    has_slurm '' || install_here
  else
    TREE=$LAB_HOME/$SUITE
    [ -e "$TREE/.complete" ] || make_tree
  fi
}

has_slurm() { # root of a file tree
  local name
  for name in munged slurmctld slurmd slurmrestd; do
    # The links of alternatives lead astray when they are followed from outside of the tree.
    [ -L "$1/usr/sbin/$name" ] || [ -x "$1/usr/sbin/$name" ] || return 1
  done
  compgen -G "$1/usr/lib/*/slurm-wlm/auth_jwt.so" >/dev/null
}

install_here() {
  local log=$LAB_HOME/apt.log policy=/usr/sbin/policy-rc.d own=''
  say "installing ${PACKAGES[*]}"
  if [ ! -e "$policy" ]; then
    # Else the packages would start daemons of their own.
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    own=yes
  fi
  install_packages "${PACKAGES[@]}" || true
  if [ -n "$own" ]; then rm -f "$policy"; fi
  has_slurm '' || cannot "Slurm cannot be installed here: $(grep -m 1 '^E:' "$log" || echo "see $log")"
}

install_packages() {
  apt-get -qq update >>"$log" 2>&1 &&
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends "$@" >>"$log" 2>&1
}

make_tree() {
  local log=$LAB_HOME/debootstrap-$SUITE.log packages
  if ! command -v debootstrap >/dev/null; then
    say "installing debootstrap"
    install_packages debootstrap ||
      cannot "debootstrap cannot be installed here: see $log"
  fi
  say "putting $SUITE with Slurm $VERSION into $TREE"
  rm -rf --one-file-system "$TREE"
  packages=$(IFS=, && echo "${PACKAGES[*]},procps")
  debootstrap --variant=minbase --include="$packages" "$SUITE" "$TREE" "${SLURM_LAB_MIRROR:-$(mirror)}" >>"$log" 2>&1 ||
    cannot "debootstrap did not succeed: see $log"
  has_slurm "$TREE" || cannot "$SUITE has no Slurm with slurmrestd and JWT: see $log"
  touch "$TREE/.complete"
}

mirror() {
  # shellcheck disable=SC2016 # apt-get's own variable
  apt-get indextargets --format '$(SITE)' | grep -m 1 '/debian/*$' || echo https://deb.debian.org/debian
}

require_users() {
  local user
  id "$JOB_USER" >/dev/null 2>&1 || useradd --create-home --shell /bin/bash "$JOB_USER"
  # slurmrestd runs neither as root nor as Slurm's own user.
  id "$REST_USER" >/dev/null 2>&1 || useradd --system --user-group --no-create-home --shell /usr/sbin/nologin "$REST_USER"
  [ -n "$TREE" ] || return 0
  for user in "$JOB_USER" "$REST_USER"; do
    grep -q "^$user:" "$TREE/etc/group" || getent group "$(id -g "$user")" >>"$TREE/etc/group"
    grep -q "^$user:" "$TREE/etc/passwd" || getent passwd "$user" >>"$TREE/etc/passwd"
  done
  cp /etc/hostname "$TREE/etc/"
}

home_of() { getent passwd "$1" | cut -d : -f 6; }

# A mount namespace in which the tree is the root, kept by a file as long as the cluster is up. This
# machine sees none of its mounts, and other clusters may use the tree at the same time.
open_root() {
  [ -n "$TREE" ] || return 0
  if [ -e "$DIR/run/root/mnt" ] && nsenter --mount="$DIR/run/root/mnt" -- true 2>/dev/null; then return; fi
  close_root
  local folder folders=("$DIR" "$(home_of "$JOB_USER")")
  cp /etc/hosts "$TREE/etc/"
  for folder in ${SLURM_LAB_BIND:-}; do
    [ -d "$folder" ] || fail "SLURM_LAB_BIND names $folder, which is no folder"
    folders+=("$folder")
  done
  mkdir -p "$DIR/run/root"
  mount --bind "$DIR/run/root" "$DIR/run/root"
  mount --make-private "$DIR/run/root"
  touch "$DIR/run/root/mnt"
  # shellcheck disable=SC2154 # slurm-lab sets it
  unshare --mount="$DIR/run/root/mnt" --propagation private \
    "$here/lab/enter-root" "$TREE" "${folders[@]}" -- true 9>&-
}

close_root() {
  if mountpoint -q "$DIR/run/root/mnt"; then umount "$DIR/run/root/mnt"; fi
  if mountpoint -q "$DIR/run/root"; then umount "$DIR/run/root"; fi
  rm -rf --one-file-system "$DIR/run/root"
}
