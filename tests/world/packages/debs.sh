#!/bin/bash
# Packs the trees into Debian packages for each release given as FAMILY/VERSION/CODENAME:
# /srv/packages/linux/FAMILY/dists/CODENAME/pool/stable/ARCHITECTURE/*.deb
set -euo pipefail
architecture=$(dpkg --print-architecture)

pack() { # PACKAGE AGE [EPOCH]: the fields are on standard input
  local root=/package version
  version=${3:+$3:}$(<"/trees/$1-$2.version")-$suffix
  rm -rf "$root"
  cp -al "/trees/$1-$2" "$root"
  mkdir -p "$root/DEBIAN" "$pool"
  [[ ! -d /recipe/$1/deb ]] || install -m 0755 -t "$root/DEBIAN" "/recipe/$1/deb"/*
  {
    printf 'Package: %s\nVersion: %s\nArchitecture: %s\n' "$1" "$version" "$architecture"
    printf 'Maintainer: The rehearsal world <packages@rehearsal.test>\nSection: admin\nPriority: optional\n'
    sed '/^$/d'
    printf ' Repackaged from the distribution'\''s own programs, for rehearsals.\n'
  } >"$root/DEBIAN/control"
  [[ ! -e $root/etc ]] || (cd "$root" && find etc -type f -printf '/%p\n' >DEBIAN/conffiles)
  dpkg-deb --root-owner-group -Zzstd -z1 --build "$root" "$pool" >/dev/null
}

for release in "$@"; do
  IFS=/ read -r family version codename <<<"$release"
  suffix=1~$family.$version~$codename
  pool=/srv/packages/linux/$family/dists/$codename/pool/stable/$architecture
  for age in new old; do
    pack docker-ce $age 5 <<FIELDS
Depends: containerd.io (>= 1.7), docker-ce-cli, iptables, libc6 (>= 2.34), libsystemd0
Recommends: ca-certificates, pigz, procps, xz-utils
Conflicts: docker (<< 1.5~), docker-engine, docker.io
Replaces: docker-engine
Homepage: https://www.docker.com
Description: Docker: the open-source application container engine
FIELDS
    pack docker-ce-cli $age 5 <<FIELDS
Depends: libc6 (>= 2.34)
Recommends: docker-buildx-plugin, docker-compose-plugin
Conflicts: docker (<< 1.5~), docker-cli, docker-engine, docker.io
Replaces: docker-cli, docker-engine
Homepage: https://www.docker.com
Description: Docker CLI: the open-source application container engine
FIELDS
    # Docker's own docker-ce recommends this one; here nothing does, so that only a page about it installs it.
    pack docker-ce-rootless-extras $age 5 <<FIELDS
Depends: dbus-user-session, libc6 (>= 2.34)
Enhances: docker-ce
Conflicts: rootlesskit
Breaks: rootlesskit
Replaces: rootlesskit
Homepage: https://docs.docker.com/engine/security/rootless/
Description: Rootless support for Docker.
FIELDS
  done
  pack containerd.io new <<FIELDS
Depends: libc6 (>= 2.34), libseccomp2 (>= 2.5.0)
Provides: containerd, runc
Conflicts: containerd, runc
Replaces: containerd, runc
Homepage: https://containerd.io
Description: An open and reliable container runtime
FIELDS
  for plugin in buildx compose; do
    pack "docker-$plugin-plugin" new <<FIELDS
Depends: libc6 (>= 2.34)
Enhances: docker-ce-cli
Homepage: https://www.docker.com
Description: Docker CLI plugin: $plugin
FIELDS
  done
done
