#!/bin/bash
# Packs the trees into rpm packages for each release given as FAMILY/VERSION, and the vendor's own packages that
# Docker's ask for:
# /srv/packages/linux/FAMILY/VERSION/ARCHITECTURE/stable/Packages/*.rpm
# /srv/repositories/FAMILY/VERSION/ARCHITECTURE/Packages/*.rpm
set -euo pipefail
architecture=$(uname -m)
declare -A scriptlets=(["docker-ce"]=docker-ce ["docker"]=docker-ce ["containerd.io"]=containerd.io ["containerd"]=containerd.io)

pack() { # PACKAGE VERSION EPOCH TREE: more of the spec is on standard input
  local spec=/package.spec
  {
    printf 'Name: %s\nVersion: %s\nEpoch: %s\nRelease: %s\n' "$1" "$2" "$3" "$suffix"
    printf 'Summary: %s\nLicense: Apache-2.0\nAutoReqProv: no\n' "$1, repackaged for rehearsals"
    cat
    printf '%%description\n%s, repackaged from the distribution'\''s own programs, for rehearsals.\n' "$1"
    [[ -z ${scriptlets[$1]:-} ]] || cat "/recipe/${scriptlets[$1]}/rpm/scriptlets"
    printf '%%install\ncp -al %s/. %%{buildroot}\n%%files\n' "${4:-/trees/empty}"
    find "${4:-/trees/empty}" -type f -printf '/%P\n' | sed 's|^/etc/|%config(noreplace) /etc/|'
  } >$spec
  rpmbuild -bb --quiet --target "$architecture" --buildroot /buildroot \
    --define "_rpmdir $pool" --define '_rpmfilename %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm' \
    --define '_build_id_links none' --define 'debug_package %{nil}' --define '__os_install_post %{nil}' \
    --define '_binary_payload w1.zstdio' $spec
}

tree() { # PACKAGE AGE EPOCH
  pack "$1" "$(<"/trees/$1-$2.version")" "$3" "/trees/$1-$2"
}

docker() {
  for age in new old; do
    tree docker-ce $age 3 <<'FIELDS'
Requires: containerd.io >= 1.7, docker-ce-cli, iptables, container-selinux, libseccomp >= 2.3, systemd, tar, xz
Requires: /usr/sbin/groupadd
Conflicts: docker, docker-engine, docker-io, moby-engine
FIELDS
    tree docker-ce-cli $age 1 <<'FIELDS'
Recommends: docker-buildx-plugin, docker-compose-plugin
Conflicts: docker, docker-io, docker-engine-cs, docker-ee, docker-cli
FIELDS
  done
  tree containerd.io new 0 <<'FIELDS'
Requires: container-selinux, libseccomp
Provides: containerd, runc
Conflicts: containerd, runc
FIELDS
  tree docker-buildx-plugin new 0 </dev/null
  tree docker-compose-plugin new 0 </dev/null
}

vendor() { # FAMILY VERSION
  pack iptables-nft 1.8.11 0 <<<'Provides: iptables'
  pack container-selinux 2.240.0 4 </dev/null
  case $1 in
    centos)
      pack dnf-plugins-core 4.3.0 0 "/plugins/config_manager-$2" <<<'Provides: dnf-command(config-manager)'
      pack python3-dnf-plugin-versionlock 4.3.0 0 "/plugins/versionlock-$2" <<'FIELDS'
Requires: dnf-plugins-core
Provides: dnf-command(versionlock)
FIELDS
      ;;
    amazonlinux)
      tree containerd old 0 <<<'Provides: runc'
      tree docker old 0 <<'FIELDS'
Requires: containerd, iptables, systemd, tar, xz, /usr/sbin/groupadd
Conflicts: docker-ce, docker-ce-cli
FIELDS
      ;;
  esac
}

mkdir -p /trees/empty
for release in "$@"; do
  IFS=/ read -r family version <<<"$release"
  case $family in
    fedora) suffix=1.fc$version ;;
    centos) suffix=1.el$version ;;
    amazonlinux) suffix=1.amzn$version ;;
  esac
  if [[ $family != amazonlinux ]]; then
    pool=/srv/packages/linux/$family/$version/$architecture/stable/Packages
    docker
  fi
  pool=/srv/repositories/$family/$version/$architecture/Packages
  vendor "$family" "$version"
done
