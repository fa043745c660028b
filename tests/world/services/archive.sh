#!/bin/sh
# Starts the caching proxy to the distribution's archive at $ARCHIVE_URL, and its security updates at $SECURITY_URL.
set -eu
sed -e "s|@ARCHIVE@|${ARCHIVE_URL%/}|" -e "s|@SECURITY@|${SECURITY_URL%/}|" /etc/world/archive.conf >/run/archive.conf
exec nginx -c /run/archive.conf -g 'daemon off;'
