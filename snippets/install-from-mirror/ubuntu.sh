#!/usr/bin/env bash
# shellcheck disable=SC1091
# --8<-- [start:keyring]
sudo apt-get update
sudo apt-get install -y --no-install-recommends ca-certificates curl gpg
sudo install -m 0755 -d /etc/apt/keyrings
sudo curl -fsSL https://mirrors.aliyun.com/docker-ce/linux/ubuntu/gpg -o /etc/apt/keyrings/docker.asc
#en apt reads the key as a user of its own.
#zh apt 会以另一个用户的身份读取密钥。
sudo chmod a+r /etc/apt/keyrings/docker.asc
# --8<-- [end:keyring]
# --8<-- [start:keyring-check]
grep --quiet 'BEGIN PGP PUBLIC KEY BLOCK' /etc/apt/keyrings/docker.asc
sudo -u _apt test -r /etc/apt/keyrings/docker.asc
# --8<-- [end:keyring-check]
# --8<-- [start:fingerprint]
gpg --show-keys --with-fingerprint /etc/apt/keyrings/docker.asc
# --8<-- [end:fingerprint]
# --8<-- [start:repository]
sudo tee /etc/apt/sources.list.d/docker.sources <<EOF
Types: deb
URIs: https://mirrors.aliyun.com/docker-ce/linux/ubuntu
Suites: $(. /etc/os-release && echo "${UBUNTU_CODENAME:-$VERSION_CODENAME}")
Components: stable
Architectures: $(dpkg --print-architecture)
Signed-By: /etc/apt/keyrings/docker.asc
EOF
sudo apt-get update
# --8<-- [end:repository]
# --8<-- [start:repository-check]
apt-cache madison docker-ce | grep 'https://mirrors.aliyun.com/docker-ce/linux/ubuntu' >/dev/null
if apt-cache madison docker-ce | grep 'download.docker.com'; then exit 1; fi
# --8<-- [end:repository-check]
# --8<-- [start:version]
sudo docker version
# --8<-- [end:version]
