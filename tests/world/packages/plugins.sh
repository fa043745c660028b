#!/bin/bash
# The plugin of dnf that CentOS has in a package of its own, config-manager, for each release given as VERSION/SUITE.
set -euo pipefail
plugins=usr/lib/python3/dist-packages
for release in "$@"; do
  IFS=/ read -r version suite <<<"$release"
  dpkg-deb --extract "/debs/$suite/dnf-plugins-core"_*.deb "/unpacked/plugins-$version"
  mkdir -p "/plugins/$version/$plugins/dnf-plugins"
  cp -a "/unpacked/plugins-$version/$plugins/dnfpluginscore" "/plugins/$version/$plugins/"
  cp -a "/unpacked/plugins-$version/$plugins/dnf-plugins/config_manager.py" "/plugins/$version/$plugins/dnf-plugins/"
done
