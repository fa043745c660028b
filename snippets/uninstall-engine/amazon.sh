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
sudo dnf -y remove docker
#en Your own downloads belong to no package.
#zh 自己下载的文件不属于任何软件包。
sudo rm -f /usr/local/lib/docker/cli-plugins/docker-compose /usr/local/lib/docker/cli-plugins/docker-buildx
# --8<-- [end:purge]
# --8<-- [start:purge-check]
if rpm --query docker >/dev/null; then exit 1; fi
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
#en Nothing to remove: the package came from Amazon's own repository, which your system needs.
#zh 不用删除：软件包来自亚马逊自己的软件源，系统还要用它。
dnf repolist
# --8<-- [end:repository]
# --8<-- [start:nothing-left]
rpm --query --all | grep -E '^(docker|containerd)' || echo 'No package is left.'
sudo find /etc -maxdepth 3 -name '*docker*'
getent group docker || echo 'The group docker is gone.'
# --8<-- [end:nothing-left]
