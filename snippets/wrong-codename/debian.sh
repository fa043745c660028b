#!/usr/bin/env bash
# shellcheck disable=SC1091
# --8<-- [start:wrong]
sudo sed -i 's/^Suites: .*/Suites: kali-rolling/' /etc/apt/sources.list.d/docker.sources
sudo apt-get update
# --8<-- [end:wrong]
# --8<-- [start:right]
#en On Kali and the like, write the codename of the Debian release by hand instead of $(…).
#zh Kali 之类的衍生版，请把 $(…) 换成所基于的 Debian 版本的代号。
sudo sed -i "s/^Suites: .*/Suites: $(. /etc/os-release && echo "$VERSION_CODENAME")/" /etc/apt/sources.list.d/docker.sources
sudo apt-get update
# --8<-- [end:right]
# --8<-- [start:right-check]
apt-cache madison docker-ce | grep https >/dev/null
# --8<-- [end:right-check]
