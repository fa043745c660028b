#!/bin/bash
# Turns a Debian with rpm and dnf into a stand-in.
# Arguments: the name of the package that says which release it is, and the program that `dnf` is.
set -euo pipefail
release=$1 dnf=$2
# shellcheck source=/dev/null
. /usr/lib/os-release

# Debian's rpm has a database for each user.
mkdir -p /etc/rpm /var/lib/rpm
echo '%_dbpath /var/lib/rpm' >/etc/rpm/macros.database

# What the vendor's image has installed, as its package manager sees it.
rpmbuild -bb --quiet --define "release_package $release" --define "release_version $VERSION_ID" \
  --define '_topdir /stand-in/build' /stand-in/base.spec
rpm --install --force-debian /stand-in/build/RPMS/noarch/*.rpm 2>/dev/null ||
  rpm --install /stand-in/build/RPMS/noarch/*.rpm

[[ $dnf == dnf ]] || ln --symbolic "$dnf" /usr/bin/dnf
ln --symbolic --force dnf /usr/bin/yum
ln --symbolic --force bash /usr/bin/sh
install -D --mode 0644 /stand-in/dnf.conf /etc/dnf/dnf.conf
echo "$PRETTY_NAME" >/etc/system-release
# On Fedora these are packages of their own.
rm -f /etc/dnf/libdnf5-plugins/{actions,appstream,local}.conf
mkdir -p /etc/yum.repos.d

# Debian's package manager would give away whom it is, and take commands that the distro does not have.
rm -rf /usr/bin/apt* /usr/bin/dpkg* /usr/sbin/dpkg* /usr/lib/apt /usr/lib/dpkg /etc/apt /etc/dpkg \
  /var/lib/apt /var/lib/dpkg /var/cache/apt /etc/debian_version
