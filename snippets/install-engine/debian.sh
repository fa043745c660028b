#!/usr/bin/env bash
# shellcheck disable=SC1091
# --8<-- [start:requirements]
grep PRETTY_NAME /etc/os-release
dpkg --print-architecture
cat /proc/1/comm
sudo id --user --name
# --8<-- [end:requirements]
# --8<-- [start:requirements-check]
. /etc/os-release
[[ $ID == debian ]]
[[ $(dpkg --print-architecture) =~ ^(amd64|arm64|armhf|ppc64el)$ ]]
[[ $(cat /proc/1/comm) == systemd ]]
[[ $(sudo id --user --name) == root ]]
# --8<-- [end:requirements-check]
# --8<-- [start:remove-conflicting]
dpkg --get-selections docker.io docker-cli docker-compose docker-buildx \
  docker-doc podman-docker containerd runc |
  cut -f 1 | xargs --no-run-if-empty sudo apt-get remove -y
#en Older guides leave this file. With it and ours, apt may refuse to work at all.
#zh 旧教程会留下这个文件；它和下面要写的文件并存时，apt 可能什么源都不读。
sudo rm -f /etc/apt/sources.list.d/docker.list
# --8<-- [end:remove-conflicting]
# --8<-- [start:remove-conflicting-check]
for package in docker.io docker-cli docker-compose docker-buildx docker-doc podman-docker containerd runc; do
  status=$(dpkg-query --showformat='${db:Status-Status}' --show "$package" 2>/dev/null || true)
  [[ $status != installed ]]
done
[[ ! -e /etc/apt/sources.list.d/docker.list ]]
# --8<-- [end:remove-conflicting-check]
# --8<-- [start:keyring]
sudo apt-get update
sudo apt-get install -y ca-certificates curl
sudo install -m 0755 -d /etc/apt/keyrings
sudo curl -fsSL https://download.docker.com/linux/debian/gpg -o /etc/apt/keyrings/docker.asc
#en apt reads the key as a user of its own.
#zh apt 会以另一个用户的身份读取密钥。
sudo chmod a+r /etc/apt/keyrings/docker.asc
# --8<-- [end:keyring]
# --8<-- [start:keyring-check]
grep --quiet 'BEGIN PGP PUBLIC KEY BLOCK' /etc/apt/keyrings/docker.asc
sudo -u _apt test -r /etc/apt/keyrings/docker.asc
# --8<-- [end:keyring-check]
# --8<-- [start:repository]
sudo tee /etc/apt/sources.list.d/docker.sources <<EOF
Types: deb
URIs: https://download.docker.com/linux/debian
Suites: $(. /etc/os-release && echo "$VERSION_CODENAME")
Components: stable
Architectures: $(dpkg --print-architecture)
Signed-By: /etc/apt/keyrings/docker.asc
EOF
sudo apt-get update
# --8<-- [end:repository]
# --8<-- [start:repository-check]
apt-cache madison docker-ce | grep 'https://download.docker.com/linux/debian' >/dev/null
# --8<-- [end:repository-check]
# --8<-- [start:install]
sudo apt-get install -y docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin
# --8<-- [end:install]
# --8<-- [start:install-check]
systemctl is-active --quiet docker.service containerd.service
sudo docker version >/dev/null
# --8<-- [end:install-check]
# --8<-- [start:start]
systemctl is-active docker.service
systemctl is-enabled docker.service
# --8<-- [end:start]
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
dpkg --get-selections docker.io docker-cli docker-compose docker-buildx \
  docker-doc podman-docker containerd runc |
  cut -f 1 | xargs --no-run-if-empty sudo apt-get remove -y
sudo rm -f /etc/apt/sources.list.d/docker.list
sudo apt-get update
sudo apt-get install -y ca-certificates curl
sudo install -m 0755 -d /etc/apt/keyrings
sudo curl -fsSL https://download.docker.com/linux/debian/gpg -o /etc/apt/keyrings/docker.asc
sudo chmod a+r /etc/apt/keyrings/docker.asc
sudo tee /etc/apt/sources.list.d/docker.sources <<EOF
Types: deb
URIs: https://download.docker.com/linux/debian
Suites: $(. /etc/os-release && echo "$VERSION_CODENAME")
Components: stable
Architectures: $(dpkg --print-architecture)
Signed-By: /etc/apt/keyrings/docker.asc
EOF
sudo apt-get update
sudo apt-get install -y docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin
sudo docker run --rm hello-world
# --8<-- [end:short]
# --8<-- [start:short-check]
systemctl is-active --quiet docker.service containerd.service
apt-cache madison docker-ce | grep 'https://download.docker.com/linux/debian' >/dev/null
# --8<-- [end:short-check]
