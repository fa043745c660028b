#!/usr/bin/env bash
# --8<-- [start:wrong]
sudo curl -fsSL -o /etc/yum.repos.d/docker-ce.repo \
  https://download.docker.com/linux/centos/docker-ce.repo
sudo dnf -y install docker-ce
# --8<-- [end:wrong]
# --8<-- [start:right]
sudo rm -f /etc/yum.repos.d/docker-ce.repo
dnf list docker
# --8<-- [end:right]
