#!/usr/bin/env bash
# --8<-- [start:requirements]
systemctl is-active docker.service
getent group docker
# --8<-- [end:requirements]
# --8<-- [start:group]
sudo usermod -aG docker "$USER"
# --8<-- [end:group]
# --8<-- [start:group-check]
id --name --groups "$USER" | grep --word-regexp docker >/dev/null
# --8<-- [end:group-check]
# --8<-- [start:without-sudo]
id --name --groups
docker run --rm hello-world
# --8<-- [end:without-sudo]
# --8<-- [start:without-sudo-check]
id --name --groups | grep --word-regexp docker >/dev/null
# --8<-- [end:without-sudo-check]
# --8<-- [start:root]
stat --format '%A %U %G' /etc/shadow
docker run --rm --volume /etc/shadow:/shadow:ro busybox wc -l /shadow
# --8<-- [end:root]
# --8<-- [start:boot]
sudo systemctl enable docker.service containerd.service
systemctl is-enabled docker.service containerd.service
# --8<-- [end:boot]
# --8<-- [start:boot-check]
[[ $(systemctl is-enabled docker.service) == enabled ]]
[[ $(systemctl is-enabled containerd.service) == enabled ]]
# --8<-- [end:boot-check]
# --8<-- [start:versions]
docker version
docker compose version
docker buildx version
# --8<-- [end:versions]
# --8<-- [start:versions-check]
[[ -n $(docker version --format '{{.Server.Version}}') ]]
# --8<-- [end:versions-check]
# --8<-- [start:info]
docker info
# --8<-- [end:info]
# --8<-- [start:info-check]
[[ $(docker info --format '{{.OSType}}') == linux ]]
[[ -z $(docker info --format '{{range .ServerErrors}}{{.}}{{end}}') ]]
# --8<-- [end:info-check]
# --8<-- [start:log-out]
exit
# --8<-- [end:log-out]
