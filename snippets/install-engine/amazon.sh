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
[[ $ID == amzn ]]
[[ $(uname -m) =~ ^(x86_64|aarch64)$ ]]
[[ $(cat /proc/1/comm) == systemd ]]
[[ $(sudo id --user --name) == root ]]
# --8<-- [end:requirements-check]
# --8<-- [start:remove-conflicting]
#en Older guides add Docker's CentOS repository. It has nothing for Amazon Linux, and with it dnf fails.
#zh 旧教程会添加 Docker 的 CentOS 软件源；那里没有 Amazon Linux 的软件包，留着它 dnf 会报错。
sudo rm -f /etc/yum.repos.d/docker-ce.repo
sudo dnf -y remove docker-ce docker-ce-cli containerd.io
# --8<-- [end:remove-conflicting]
# --8<-- [start:remove-conflicting-check]
[[ ! -e /etc/yum.repos.d/docker-ce.repo ]]
if rpm --query docker-ce docker-ce-cli containerd.io >/dev/null; then exit 1; fi
# --8<-- [end:remove-conflicting-check]
# --8<-- [start:keyring]
#en Nothing to fetch: Amazon's key came with the system, and its repositories name it.
#zh 不用下载：亚马逊的密钥是系统自带的，它的软件源已经指定了这个密钥。
grep --recursive '^gpgkey' /etc/yum.repos.d
# --8<-- [end:keyring]
# --8<-- [start:repository]
#en Nothing to add: the package is in Amazon's own repository.
#zh 不用添加：软件包就在亚马逊自己的软件源里。
dnf list docker
# --8<-- [end:repository]
# --8<-- [start:install]
sudo dnf -y install docker
# --8<-- [end:install]
# --8<-- [start:install-check]
rpm --query docker >/dev/null
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
sudo mkdir -p /usr/local/lib/docker/cli-plugins
sudo curl -fsSL -o /usr/local/lib/docker/cli-plugins/docker-compose \
  "https://github.com/docker/compose/releases/download/v5.6.1/docker-compose-linux-$(uname -m)"
sudo curl -fsSL -o /usr/local/lib/docker/cli-plugins/docker-buildx \
  "https://github.com/docker/buildx/releases/download/v0.36.1/buildx-v0.36.1.linux-$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')"
sudo chmod +x /usr/local/lib/docker/cli-plugins/docker-compose /usr/local/lib/docker/cli-plugins/docker-buildx
docker compose version
docker buildx version
# --8<-- [end:plugins]
# --8<-- [start:plugins-check]
[[ $(docker compose version --short) == 5.6.1 ]]
# --8<-- [end:plugins-check]
# --8<-- [start:hello]
sudo docker run --rm hello-world
# --8<-- [end:hello]
# --8<-- [start:hello-check]
sudo docker run --rm hello-world | grep 'Hello from Docker' >/dev/null
[[ -z $(sudo docker ps --all --quiet) ]]
# --8<-- [end:hello-check]
# --8<-- [start:short]
sudo rm -f /etc/yum.repos.d/docker-ce.repo
sudo dnf -y remove docker-ce docker-ce-cli containerd.io
sudo dnf -y install docker
sudo systemctl enable --now docker
sudo mkdir -p /usr/local/lib/docker/cli-plugins
sudo curl -fsSL -o /usr/local/lib/docker/cli-plugins/docker-compose \
  "https://github.com/docker/compose/releases/download/v5.6.1/docker-compose-linux-$(uname -m)"
sudo curl -fsSL -o /usr/local/lib/docker/cli-plugins/docker-buildx \
  "https://github.com/docker/buildx/releases/download/v0.36.1/buildx-v0.36.1.linux-$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')"
sudo chmod +x /usr/local/lib/docker/cli-plugins/docker-compose /usr/local/lib/docker/cli-plugins/docker-buildx
sudo docker run --rm hello-world
# --8<-- [end:short]
# --8<-- [start:short-check]
systemctl is-active --quiet docker.service containerd.service
docker compose version >/dev/null
docker buildx version >/dev/null
# --8<-- [end:short-check]
