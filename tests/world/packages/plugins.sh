#!/bin/bash
# The plugins of dnf that CentOS has in a package of its own, for each release given as VERSION/SUITE.
set -euo pipefail
for release in "$@"; do
  IFS=/ read -r version suite <<<"$release"
  dpkg-deb --extract "/debs/$suite/dnf-plugins-core"_*.deb "/unpacked/plugins-$version"
  mkdir -p "/plugins/$version/usr/lib/python3"
  cp -a "/unpacked/plugins-$version/usr/lib/python3/dist-packages" "/plugins/$version/usr/lib/python3/"
done
