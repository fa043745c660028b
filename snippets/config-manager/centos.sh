#!/usr/bin/env bash
# --8<-- [start:other]
sudo dnf config-manager addrepo \
  --from-repofile=https://download.docker.com/linux/centos/docker-ce.repo
# --8<-- [end:other]
