#!/usr/bin/env bash
# shellcheck disable=SC1091
# --8<-- [start:wrong]
sudo sed -i 's/^Suites: .*/Suites: wilma/' /etc/apt/sources.list.d/docker.sources
sudo apt-get update
# --8<-- [end:wrong]
# --8<-- [start:right]
#en UBUNTU_CODENAME is what Mint and the like call the Ubuntu release that they are made from.
#zh 在 Mint 之类的衍生版上，UBUNTU_CODENAME 就是它所基于的 Ubuntu 版本的代号。
sudo sed -i "s/^Suites: .*/Suites: $(. /etc/os-release && echo "${UBUNTU_CODENAME:-$VERSION_CODENAME}")/" /etc/apt/sources.list.d/docker.sources
sudo apt-get update
# --8<-- [end:right]
# --8<-- [start:right-check]
apt-cache madison docker-ce | grep https >/dev/null
# --8<-- [end:right-check]
