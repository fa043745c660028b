#!/bin/bash
# What the guide downloads from github.com: the plugins that Amazon's package lacks, under the paths they have there.
# Compose is the very release. Buildx is the distribution's newest under the release's name.
set -euo pipefail
buildx_release=v0.36.1

put() { # FROM TO
  install -D -m 0644 "$1" "/srv/github/$2"
}

compose=/trees/docker-compose-plugin-new
put "$compose/usr/libexec/docker/cli-plugins/docker-compose" \
  "docker/compose/releases/download/v$(<"$compose.version")/docker-compose-linux-$(uname -m)"
put /trees/docker-buildx-plugin-new/usr/libexec/docker/cli-plugins/docker-buildx \
  "docker/buildx/releases/download/$buildx_release/buildx-$buildx_release.linux-$(dpkg --print-architecture)"
