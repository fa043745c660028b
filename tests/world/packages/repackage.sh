#!/bin/bash
# Repackages the distribution's own Docker packages, /debs/SUITE/*.deb, under the names that Docker's own have.
#
# Programs come from the newer suite: they run on the older one too, since they need no newer C library.
# runc and tini come from the older one, because the newer suite's do.
# The older suite's engine makes the older version that a reader can choose.
set -euo pipefail

unpack() { # SUITE PACKAGE...
  local suite=$1 package
  shift
  for package in "$@"; do
    mkdir -p "/unpacked/$suite/$package"
    dpkg-deb --extract "/debs/$suite/${package}"_*.deb "/unpacked/$suite/$package"
  done
}

upstream_version() { # SUITE PACKAGE: 26.1.5+dfsg1-9 is 26.1.5
  dpkg-deb --field "/debs/$1/$2"_*.deb Version | sed -E 's/[^0-9.].*//'
}

put() { # MODE FROM TO-FOLDER
  install -D -m "$1" -t "$root$3" "$2"
}

build() { # PACKAGE VERSION: closes the package in $root, whose fields are on standard input
  mkdir -p "$root/DEBIAN" "$pool"
  if [[ -d /recipe/$1 ]]; then
    install -m 0755 -t "$root/DEBIAN" "/recipe/$1"/*inst "/recipe/$1"/*rm
  fi
  {
    printf 'Package: %s\nVersion: %s\nArchitecture: %s\n' "$1" "$2" "$architecture"
    printf 'Maintainer: The rehearsal world <packages@rehearsal.test>\nSection: admin\nPriority: optional\n'
    sed '/^$/d'
  } >"$root/DEBIAN/control"
  [[ ! -e $root/etc ]] || (cd "$root" && find etc -type f -printf '/%p\n' >DEBIAN/conffiles)
  dpkg-deb --root-owner-group -Zzstd -z1 --build "$root" "$pool" >/dev/null
  rm -rf "$root"
}

engine() { # VERSION UNPACKED
  put 0755 "$2/usr/sbin/dockerd" /usr/bin
  put 0755 "$2/usr/sbin/docker-proxy" /usr/bin
  install -m 0755 "$old/tini/usr/bin/tini-static" "$root/usr/bin/docker-init"
  put 0644 /recipe/docker-ce/docker.service /usr/lib/systemd/system
  put 0644 /recipe/docker-ce/docker.socket /usr/lib/systemd/system
  put 0644 "$2/etc/default/docker" /etc/default
  build docker-ce "5:$1-$suffix" <<FIELDS
Depends: containerd.io (>= 1.7), docker-ce-cli, iptables, libc6 (>= 2.34), libdevmapper1.02.1, libsystemd0
Recommends: ca-certificates, pigz, procps, xz-utils
Conflicts: docker (<< 1.5~), docker-engine, docker.io
Replaces: docker-engine
Homepage: https://www.docker.com
Description: Docker: the open-source application container engine
 Repackaged from the distribution's docker.io, for rehearsals.
FIELDS
}

client() { # VERSION UNPACKED
  put 0755 "$2/usr/bin/docker" /usr/bin
  put 0644 "$2/usr/share/bash-completion/completions/docker" /usr/share/bash-completion/completions
  build docker-ce-cli "5:$1-$suffix" <<FIELDS
Depends: libc6 (>= 2.34)
Recommends: docker-buildx-plugin, docker-compose-plugin
Conflicts: docker (<< 1.5~), docker-cli, docker-engine, docker.io
Replaces: docker-cli, docker-engine
Homepage: https://www.docker.com
Description: Docker CLI: the open-source application container engine
 Repackaged from the distribution's docker-cli, for rehearsals.
FIELDS
}

runtime() { # VERSION
  put 0755 "$new/containerd/usr/bin/containerd" /usr/bin
  put 0755 "$new/containerd/usr/bin/containerd-shim-runc-v2" /usr/bin
  put 0755 "$new/containerd/usr/bin/ctr" /usr/bin
  put 0755 "$old/runc/usr/sbin/runc" /usr/bin
  put 0644 /recipe/containerd.io/containerd.service /usr/lib/systemd/system
  put 0644 /recipe/containerd.io/config.toml /etc/containerd
  build containerd.io "$1-$suffix" <<FIELDS
Depends: libc6 (>= 2.34), libseccomp2 (>= 2.5.0)
Provides: containerd, runc
Conflicts: containerd, runc
Replaces: containerd, runc
Homepage: https://containerd.io
Description: An open and reliable container runtime
 Repackaged from the distribution's containerd and runc, for rehearsals.
FIELDS
}

plugin() { # NAME VERSION
  put 0755 "$new/docker-$1/usr/libexec/docker/cli-plugins/docker-$1" /usr/libexec/docker/cli-plugins
  build "docker-$1-plugin" "$2-$suffix" <<FIELDS
Depends: libc6 (>= 2.34)
Enhances: docker-ce-cli
Homepage: https://www.docker.com
Description: Docker CLI plugin: $1
 Repackaged from the distribution's docker-$1, for rehearsals.
FIELDS
}

architecture=$(dpkg --print-architecture)
new=/unpacked/trixie old=/unpacked/bookworm root=/package
unpack trixie docker.io docker-cli containerd docker-buildx docker-compose
unpack bookworm docker.io runc tini

for release in 12~bookworm 13~trixie; do
  suffix=1~debian.$release
  pool=/srv/packages/linux/debian/dists/${release#*~}/pool/stable/$architecture
  engine "$(upstream_version trixie docker.io)" "$new/docker.io"
  client "$(upstream_version trixie docker-cli)" "$new/docker-cli"
  engine "$(upstream_version bookworm docker.io)" "$old/docker.io"
  client "$(upstream_version bookworm docker.io)" "$old/docker.io"
  runtime "$(upstream_version trixie containerd)"
  plugin buildx "$(upstream_version trixie docker-buildx)"
  plugin compose "$(upstream_version trixie docker-compose)"
done
