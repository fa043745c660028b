#!/usr/bin/env bash
# --8<-- [start:keyring]
sudo dnf -y install gnupg2
sudo curl -fsSL -o /etc/pki/rpm-gpg/RPM-GPG-KEY-docker \
  https://mirrors.aliyun.com/docker-ce/linux/centos/gpg
# --8<-- [end:keyring]
# --8<-- [start:keyring-check]
grep --quiet 'BEGIN PGP PUBLIC KEY BLOCK' /etc/pki/rpm-gpg/RPM-GPG-KEY-docker
# --8<-- [end:keyring-check]
# --8<-- [start:fingerprint]
gpg --show-keys --with-fingerprint /etc/pki/rpm-gpg/RPM-GPG-KEY-docker
# --8<-- [end:fingerprint]
# --8<-- [start:repository]
sudo rpm --import /etc/pki/rpm-gpg/RPM-GPG-KEY-docker
sudo curl -fsSL -o /etc/yum.repos.d/docker-ce.repo \
  https://mirrors.aliyun.com/docker-ce/linux/centos/docker-ce.repo
#en The file names Docker's host and a key to fetch there: write the mirror, and the key that you compared.
#zh 文件里写的仍是 Docker 官方的主机和那里的密钥：改成镜像站，以及你核对过的密钥。
sudo sed -i /etc/yum.repos.d/docker-ce.repo \
  -e 's+https://download.docker.com+https://mirrors.aliyun.com/docker-ce+' \
  -e 's+^gpgkey=.*+gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-docker+'
grep -E '^(\[|baseurl|gpgkey)' /etc/yum.repos.d/docker-ce.repo
sudo dnf -y makecache
# --8<-- [end:repository]
# --8<-- [start:repository-check]
dnf --quiet repoquery --location docker-ce | grep 'https://mirrors.aliyun.com/docker-ce/linux/centos/' >/dev/null
if grep download.docker.com /etc/yum.repos.d/docker-ce.repo; then exit 1; fi
# --8<-- [end:repository-check]
# --8<-- [start:version]
sudo docker version
# --8<-- [end:version]
