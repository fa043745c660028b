#!/usr/bin/env bash
# --8<-- [start:look]
sudo docker ps --all
sudo docker image ls
sudo docker volume ls
# --8<-- [end:look]
# --8<-- [start:group]
sudo gpasswd --delete "$USER" docker
# --8<-- [end:group]
# --8<-- [start:group-check]
if id --name --groups "$USER" | grep --word-regexp docker; then exit 1; fi
# --8<-- [end:group-check]
# --8<-- [start:purge]
sudo dnf -y remove docker-ce docker-ce-cli docker-ce-rootless-extras \
  containerd.io docker-buildx-plugin docker-compose-plugin
# --8<-- [end:purge]
# --8<-- [start:purge-check]
if rpm --query docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin >/dev/null; then exit 1; fi
[[ -z $(pgrep --exact 'dockerd|containerd') ]]
[[ ! -e /usr/bin/docker ]]
[[ -n $(sudo ls /var/lib/docker) ]]
# --8<-- [end:purge-check]
# --8<-- [start:data]
#en In a shell of root's, because only root can see what * stands for there.
#zh 放在 root 的 shell 里执行，因为只有 root 才能展开这两个目录里的 *。
sudo sh -c 'rm -rf /var/lib/docker/* /var/lib/containerd/*'
# --8<-- [end:data]
# --8<-- [start:data-check]
[[ -z $(sudo ls /var/lib/docker) ]]
[[ ! -e /var/lib/containerd || -z $(sudo ls /var/lib/containerd) ]]
# --8<-- [end:data-check]
# --8<-- [start:repository]
sudo rm -f /etc/yum.repos.d/docker-ce.repo /etc/pki/rpm-gpg/RPM-GPG-KEY-docker
rpm --query --queryformat '%{VERSION} %{SUMMARY}\n' gpg-pubkey |
  awk '/[Dd]ocker/ { print $1 }' | xargs --no-run-if-empty sudo rpmkeys --delete
# --8<-- [end:repository]
# --8<-- [start:repository-check]
[[ -z $(dnf --quiet repoquery docker-ce) ]]
if rpm --query --queryformat '%{SUMMARY}\n' gpg-pubkey | grep --ignore-case docker; then exit 1; fi
# --8<-- [end:repository-check]
# --8<-- [start:nothing-left]
rpm --query --all | grep -E '^(docker|containerd)' || echo 'No package is left.'
sudo find /etc -maxdepth 3 -name '*docker*'
getent group docker || echo 'The group docker is gone.'
# --8<-- [end:nothing-left]
