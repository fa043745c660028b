#!/bin/bash
# The plugins of dnf that CentOS has in packages of their own, for each release given as VERSION/SUITE:
# /plugins/PLUGIN-VERSION/…
set -euo pipefail
modules=usr/lib/python3/dist-packages
for release in "$@"; do
  IFS=/ read -r version suite <<<"$release"
  unpacked=/unpacked/plugins-$version
  dpkg-deb --extract "/debs/$suite/dnf-plugins-core"_*.deb "$unpacked"
  for plugin in config_manager versionlock; do
    install -D -m 0644 -t "/plugins/$plugin-$version/$modules/dnf-plugins" "$unpacked/$modules/dnf-plugins/$plugin.py"
  done
  cp -a "$unpacked/$modules/dnfpluginscore" "/plugins/config_manager-$version/$modules/"
  install -D -m 0644 -t "/plugins/versionlock-$version/etc/dnf/plugins" "$unpacked/etc/dnf/plugins"/versionlock.*
done
