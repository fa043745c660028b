#!/bin/sh
# Makes a distro's image a reader's computer: what a container image leaves out, and the reader.
# Arguments: names of users that the vendor's own installations have.
set -eu

# A container image forbids packages to start their services; a computer does not.
rm -f /usr/sbin/policy-rc.d

# Masked is what cannot work inside a container, and what would work at times of its own.
# tmp.mount: the engine's copies do not see into a tmpfs that systemd mounts.
systemctl mask --quiet \
  apt-daily.timer apt-daily-upgrade.timer dnf-makecache.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer \
  systemd-tmpfiles-clean.timer console-getty.service getty.target systemd-udevd.service systemd-udev-trigger.service \
  systemd-modules-load.service systemd-networkd-wait-online.service systemd-update-utmp.service \
  systemd-logind-varlink.socket systemd-journald-audit.socket systemd-firstboot.service systemd-homed.service \
  systemd-userdbd.socket systemd-resolved.service systemd-oomd.service systemd-oomd.socket \
  dev-hugepages.mount dev-mqueue.mount proc-sys-fs-binfmt_misc.automount sys-fs-fuse-connections.mount \
  sys-kernel-config.mount sys-kernel-debug.mount sys-kernel-tracing.mount tmp.mount
systemctl set-default --quiet multi-user.target
: >/etc/machine-id

for user in reader "$@"; do
  id "$user" >/dev/null 2>&1 || useradd --create-home --shell /bin/bash "$user"
  printf '%s ALL=(ALL) NOPASSWD: ALL\n' "$user" >"/etc/sudoers.d/$user"
  chmod 0440 "/etc/sudoers.d/$user"
done

echo 'LANG=C.UTF-8' >/etc/locale.conf
[ ! -d /etc/default ] || echo 'LANG=C.UTF-8' >/etc/default/locale
