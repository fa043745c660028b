#!/usr/bin/env bash
# shellcheck disable=SC1091
# --8<-- [start:requirements]
grep PRETTY_NAME /etc/os-release
uname -m
cat /proc/1/comm
sudo id --user --name
# --8<-- [end:requirements]
# --8<-- [start:requirements-check]
. /etc/os-release
[[ $ID == centos ]]
[[ $(uname -m) =~ ^(x86_64|aarch64|ppc64le)$ ]]
[[ $(cat /proc/1/comm) == systemd ]]
[[ $(sudo id --user --name) == root ]]
# --8<-- [end:requirements-check]
# --8<-- [start:remove-conflicting]
sudo dnf -y remove docker docker-client docker-client-latest docker-common \
  docker-latest docker-latest-logrotate docker-logrotate docker-engine podman-docker
# --8<-- [end:remove-conflicting]
# --8<-- [start:remove-conflicting-check]
if rpm --query docker docker-engine podman-docker >/dev/null; then exit 1; fi
# --8<-- [end:remove-conflicting-check]
# --8<-- [start:keyring]
sudo curl -fsSL -o /etc/pki/rpm-gpg/RPM-GPG-KEY-docker \
  https://download.docker.com/linux/centos/gpg
# --8<-- [end:keyring]
# --8<-- [start:keyring-check]
grep --quiet 'BEGIN PGP PUBLIC KEY BLOCK' /etc/pki/rpm-gpg/RPM-GPG-KEY-docker
# --8<-- [end:keyring-check]
# --8<-- [start:repository]
sudo rpm --import /etc/pki/rpm-gpg/RPM-GPG-KEY-docker
sudo dnf -y install dnf-plugins-core
sudo dnf config-manager --add-repo https://download.docker.com/linux/centos/docker-ce.repo
sudo dnf -y makecache
# --8<-- [end:repository]
# --8<-- [start:repository-check]
rpm --query --queryformat '%{SUMMARY}\n' gpg-pubkey | grep --ignore-case docker >/dev/null
dnf --quiet repoquery --location docker-ce | grep 'https://download.docker.com/linux/centos/' >/dev/null
# --8<-- [end:repository-check]
# --8<-- [start:install]
sudo dnf -y install docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin
# --8<-- [end:install]
# --8<-- [start:install-check]
rpm --query docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin >/dev/null
# --8<-- [end:install-check]
# --8<-- [start:start]
sudo systemctl enable --now docker
# --8<-- [end:start]
# --8<-- [start:start-check]
systemctl is-active --quiet docker.service containerd.service
systemctl is-enabled --quiet docker.service
sudo docker version >/dev/null
# --8<-- [end:start-check]
# --8<-- [start:plugins]
docker compose version
docker buildx version
# --8<-- [end:plugins]
# --8<-- [start:hello]
sudo docker run --rm hello-world
# --8<-- [end:hello]
# --8<-- [start:hello-check]
sudo docker run --rm hello-world | grep 'Hello from Docker' >/dev/null
[[ -z $(sudo docker ps --all --quiet) ]]
# --8<-- [end:hello-check]
# --8<-- [start:short]
sudo dnf -y remove docker docker-client docker-client-latest docker-common \
  docker-latest docker-latest-logrotate docker-logrotate docker-engine podman-docker
sudo curl -fsSL -o /etc/pki/rpm-gpg/RPM-GPG-KEY-docker \
  https://download.docker.com/linux/centos/gpg
sudo rpm --import /etc/pki/rpm-gpg/RPM-GPG-KEY-docker
sudo dnf -y install dnf-plugins-core
sudo dnf config-manager --add-repo https://download.docker.com/linux/centos/docker-ce.repo
sudo dnf -y install docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin
sudo systemctl enable --now docker
sudo docker run --rm hello-world
# --8<-- [end:short]
# --8<-- [start:short-check]
systemctl is-active --quiet docker.service containerd.service
dnf --quiet repoquery --location docker-ce | grep 'https://download.docker.com/linux/centos/' >/dev/null
# --8<-- [end:short-check]
