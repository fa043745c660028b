#!/usr/bin/env bash
# --8<-- [start:other]
sudo dnf config-manager --add-repo https://download.docker.com/linux/fedora/docker-ce.repo
# --8<-- [end:other]
