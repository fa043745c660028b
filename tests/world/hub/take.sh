#!/bin/sh
# Copies into /image the files of the named packages, without documentation, and the libraries that they are linked to.
set -e
dpkg -L "$@" | grep -vE '^/usr/share/(doc|man|info|locale|lintian|bug|menu)(/|$)|/gconv(/|$)' >/tmp/files
tr '\n' '\0' </tmp/files | xargs -0 ldd 2>/dev/null | sed -n 's|.* => \(/usr\)\?\(/.*\) (.*|/usr\2|p' | sort -u >/tmp/links
xargs realpath </tmp/links >>/tmp/files
cat /tmp/links >>/tmp/files
mkdir -p /image
tar --create --no-recursion --files-from /tmp/files | tar --extract --directory /image
