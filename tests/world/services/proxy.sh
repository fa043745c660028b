#!/bin/bash
# Starts one HTTP proxy per port; tinyproxy itself listens on one only. Where one ends, the service ends.
for port in "$@"; do
  sed "s|@PORT@|$port|" /etc/world/proxy.conf >"/run/proxy-$port.conf"
  tinyproxy -d -c "/run/proxy-$port.conf" &
done
wait -n
