#!/bin/bash
# Lays the distribution's Docker programs, /debs/SUITE/*.deb, out as Docker's own packages have them:
# /trees/PACKAGE-AGE/…, and beside it /trees/PACKAGE-AGE.version. AGE is new, or old for what a reader can go back to.
#
# Programs come from the newest suite: they run on the older ones too, since they need no newer C library.
# runc and tini come from the oldest one, because the newer ones' do.
set -euo pipefail

unpacked() { # SUITE PACKAGE
  local folder=/unpacked/$1/$2
  [[ -d $folder ]] || { mkdir -p "$folder" && dpkg-deb --extract "/debs/$1/$2"_*.deb "$folder"; }
  echo "$folder"
}

tree() { # PACKAGE AGE SUITE SOURCE: starts a tree, with the version of the package that most of it is from
  root=/trees/$1-$2
  mkdir -p "$root"
  # 26.1.5+dfsg1-9 is 26.1.5.
  dpkg-deb --field "/debs/$3/$4"_*.deb Version | sed -E 's/[^0-9.].*//' >"$root.version"
}

put() { # MODE FROM TO-FOLDER
  install -D -m "$1" -t "$root$3" "$2"
}

engine() { # PACKAGE AGE SUITE
  local from
  from=$(unpacked "$3" docker.io)
  tree "$1" "$2" "$3" docker.io
  put 0755 "$from/usr/sbin/dockerd" /usr/bin
  put 0755 "$(find "$from/usr" -name docker-proxy -type f)" /usr/bin
  install -m 0755 "$(unpacked bookworm tini)/usr/bin/tini-static" "$root/usr/bin/docker-init"
  put 0644 /recipe/docker-ce/docker.service /usr/lib/systemd/system
  put 0644 /recipe/docker-ce/docker.socket /usr/lib/systemd/system
}

client() { # PACKAGE AGE SUITE
  tree "$1" "$2" "$3" docker-cli
  put 0755 "$(unpacked "$3" docker-cli)/usr/bin/docker" /usr/bin
}

runtime() { # PACKAGE AGE SUITE
  local from
  from=$(unpacked "$3" containerd)
  tree "$1" "$2" "$3" containerd
  put 0755 "$from/usr/bin/containerd" /usr/bin
  put 0755 "$from/usr/bin/containerd-shim-runc-v2" /usr/bin
  put 0755 "$from/usr/bin/ctr" /usr/bin
  put 0755 "$(unpacked bookworm runc)/usr/sbin/runc" /usr/bin
  put 0644 /recipe/containerd.io/containerd.service /usr/lib/systemd/system
  put 0644 /recipe/containerd.io/config.toml /etc/containerd
}

rootless() { # PACKAGE AGE SUITE
  local from
  from=$(unpacked "$3" docker.io)
  tree "$1" "$2" "$3" docker.io
  put 0755 "$from/usr/share/docker.io/contrib/dockerd-rootless.sh" /usr/bin
  put 0755 "$from/usr/share/docker.io/contrib/dockerd-rootless-setuptool.sh" /usr/bin
  put 0755 "$(unpacked "$3" rootlesskit)/usr/bin/rootlesskit" /usr/bin
}

buildx() { # PACKAGE AGE SUITE
  tree "$1" "$2" "$3" docker-buildx
  put 0755 "$(unpacked "$3" docker-buildx)/usr/libexec/docker/cli-plugins/docker-buildx" /usr/libexec/docker/cli-plugins
}

engine docker-ce new forky
engine docker-ce old trixie
client docker-ce-cli new forky
client docker-ce-cli old trixie
rootless docker-ce-rootless-extras new forky
rootless docker-ce-rootless-extras old trixie
runtime containerd.io new forky
buildx docker-buildx-plugin new forky

root=/trees/docker-compose-plugin-new
mkdir -p "$root"
put 0755 /compose/docker-compose /usr/libexec/docker/cli-plugins
/compose/docker-compose version --short >"$root.version"

# Amazon's own package has all of it in one, with an older Buildx and without Compose.
engine docker old trixie
cp -a /trees/docker-ce-cli-old/. "$root/"
cp -a "$(unpacked trixie docker-buildx)/usr/libexec" "$root/usr/"
runtime containerd old trixie
