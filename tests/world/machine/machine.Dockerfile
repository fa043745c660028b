# A distro as a reader's computer: what an installed Debian has and its container image lacks, and the reader.
# It serves every world: BASE is the official image, or one bootstrapped from the distribution's archive.
ARG BASE
FROM ${BASE}

ARG PACKAGES
RUN dpkg --status ${PACKAGES} >/dev/null 2>&1 \
    || { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${PACKAGES}; } \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/log/apt/* /var/log/dpkg.log /var/log/bootstrap.log

# A container image forbids packages to start their services; a computer does not.
# Masked is what cannot work inside a container, and what would work at times of its own.
# tmp.mount: the engine's copies do not see into a tmpfs that systemd mounts.
RUN rm -f /usr/sbin/policy-rc.d \
    && systemctl mask --quiet apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer \
       fstrim.timer console-getty.service getty.target systemd-udevd.service systemd-udev-trigger.service \
       systemd-modules-load.service systemd-networkd-wait-online.service systemd-update-utmp.service \
       systemd-logind-varlink.socket systemd-journald-audit.socket systemd-firstboot.service \
       dev-hugepages.mount dev-mqueue.mount proc-sys-fs-binfmt_misc.automount sys-fs-fuse-connections.mount \
       sys-kernel-config.mount sys-kernel-debug.mount sys-kernel-tracing.mount tmp.mount \
    && systemctl set-default --quiet multi-user.target \
    && : >/etc/machine-id

RUN useradd --create-home --shell /bin/bash --comment 'The reader' reader \
    && printf 'reader ALL=(ALL) NOPASSWD: ALL\n' >/etc/sudoers.d/reader \
    && chmod 0440 /etc/sudoers.d/reader \
    && printf 'LANG=C.UTF-8\n' >/etc/default/locale

ENV LANG=C.UTF-8
LABEL docker-verified=1
STOPSIGNAL SIGRTMIN+3
CMD ["/sbin/init"]
