#!/usr/bin/env bash

# --8<-- [start:look]
docker info --format '{{.DockerRootDir}}, {{.Driver}}'
sudo du -sh /var/lib/docker /var/lib/containerd
# --8<-- [end:look]
# --8<-- [start:look-check]
[[ $(docker info --format '{{.DockerRootDir}}') == /var/lib/docker ]]
# The reader's other disk: a file system of its own, in fstab as theirs is.
sudo mkdir -p /mnt/data
echo 'disk /mnt/data tmpfs size=1g,mode=755 0 0' | sudo tee -a /etc/fstab
sudo systemctl daemon-reload
sudo mount /mnt/data
# --8<-- [end:look-check]

# --8<-- [start:disk]
findmnt /mnt/data
df -h /mnt/data
# --8<-- [end:disk]
# --8<-- [start:disk-check]
[[ $(findmnt --noheadings --output TARGET --target /mnt/data) == /mnt/data ]]
# --8<-- [end:disk-check]

# --8<-- [start:example]
docker volume create db
docker run --rm -v db:/data busybox sh -c 'echo kept >/data/note; chown -R 999:999 /data'
docker run -d --name web nginx:1
docker exec web rm /usr/share/nginx/html/index.html
# --8<-- [end:example]
# --8<-- [start:example-check]
[[ $(docker run --rm -v db:/data busybox stat -c '%u %g' /data/note) == '999 999' ]]
# Something for containerd's own store, which an Engine of this kind does not use.
docker save busybox | sudo ctr --namespace example images import -
# --8<-- [end:example-check]

# --8<-- [start:stop]
sudo systemctl stop docker docker.socket containerd
# --8<-- [end:stop]
# --8<-- [start:stop-check]
for unit in docker docker.socket containerd; do
  if systemctl is-active --quiet "$unit"; then exit 1; fi
done
[[ -z $(pidof dockerd containerd) ]]
# --8<-- [end:stop-check]

# --8<-- [start:copy]
sudo cp -aT /var/lib/docker /mnt/data/docker
sudo cp -aT /var/lib/containerd /mnt/data/containerd
sudo ls -l /mnt/data
# --8<-- [end:copy]
# --8<-- [start:copy-check]
# Owners, modes, devices and links are the same; so are the marks of deleted files and folders.
list='find . -printf "%P %y %m %U:%G %n %l\n" | sort'
for name in docker containerd; do
  diff <(sudo sh -c "cd /var/lib/$name && $list") <(sudo sh -c "cd /mnt/data/$name && $list")
done
# --8<-- [end:copy-check]

# --8<-- [start:backup]
sudo mkdir -p /etc/docker /etc/systemd/system/docker.service.d
#en Keep a copy of the file, once; an empty one if you have none yet.
#zh 先给配置文件留一份备份，只备份一次；还没有这个文件的，留一份空的。
if [ ! -e /etc/docker/daemon.json.before-data-root ]; then
  sudo touch /etc/docker/daemon.json
  sudo cp -a /etc/docker/daemon.json /etc/docker/daemon.json.before-data-root
fi
# --8<-- [end:backup]
# --8<-- [start:backup-check]
[[ -d /etc/docker && -d /etc/systemd/system/docker.service.d ]]
# --8<-- [end:backup-check]

# --8<-- [start:validate]
sudo dockerd --validate --config-file=/etc/docker/daemon.json
# --8<-- [end:validate]

# --8<-- [start:containerd]
if [ ! -e /etc/containerd/config.toml.before-data-root ]; then
  sudo cp -a /etc/containerd/config.toml /etc/containerd/config.toml.before-data-root
fi
sudo sed -i '1i root = "/mnt/data/containerd"' /etc/containerd/config.toml
containerd config dump | grep '^root'
# --8<-- [end:containerd]
# --8<-- [start:containerd-check]
[[ $(containerd config dump | sed -n "s/^root = //p" | tr -d "\"'") == /mnt/data/containerd ]]
# --8<-- [end:containerd-check]

# --8<-- [start:wait]
sudo mkdir -p /etc/systemd/system/containerd.service.d
sudo cp /etc/systemd/system/docker.service.d/disk.conf /etc/systemd/system/containerd.service.d/
sudo systemctl daemon-reload
systemctl show --property=RequiresMountsFor docker containerd
# --8<-- [end:wait]
# --8<-- [start:wait-check]
mount=$(systemd-escape --path --suffix=mount /mnt/data)
for unit in docker containerd; do
  systemctl show --property=Requires --value "$unit" | tr ' ' '\n' | grep -qFx -- "$mount"
done
# --8<-- [end:wait-check]

# --8<-- [start:start]
sudo systemctl start docker
docker info --format '{{.DockerRootDir}}'
# --8<-- [end:start]
# --8<-- [start:start-check]
[[ $(docker info --format '{{.DockerRootDir}}') == /mnt/data/docker ]]
systemctl is-active --quiet docker docker.socket containerd
sudo systemctl reset-failed docker
# --8<-- [end:start-check]

# --8<-- [start:proof]
docker start web
docker exec web ls /usr/share/nginx/html
docker run --rm -v db:/data busybox ls -ln /data
docker volume inspect --format '{{.Mountpoint}}' db
# --8<-- [end:proof]
# --8<-- [start:proof-check]
# The deleted file is still deleted, and the image below still has it.
if docker exec web test -e /usr/share/nginx/html/index.html; then exit 1; fi
docker run --rm nginx:1 test -e /usr/share/nginx/html/index.html
[[ $(docker run --rm -v db:/data busybox stat -c '%u %g' /data/note) == '999 999' ]]
[[ $(docker run --rm -v db:/data busybox cat /data/note) == kept ]]
[[ $(docker volume inspect --format '{{.Mountpoint}}' db) == /mnt/data/docker/volumes/db/_data ]]
sudo ctr --namespace example images ls --quiet | grep -q busybox
# --8<-- [end:proof-check]

# --8<-- [start:remove-old]
sudo find /var/lib/docker /var/lib/containerd -xdev -mindepth 1 -delete
# --8<-- [end:remove-old]
# --8<-- [start:remove-old-check]
[[ -z $(sudo find /var/lib/docker /var/lib/containerd -mindepth 1) ]]
docker restart --timeout 1 web
docker run --rm -v db:/data busybox cat /data/note
# --8<-- [end:remove-old-check]

# --8<-- [start:copy-without-owners]
sudo cp -r /mnt/data/docker/volumes/db db-copy
docker run --rm --user 999 -v "$PWD/db-copy/_data:/data" busybox touch /data/new
# --8<-- [end:copy-without-owners]
# --8<-- [start:copy-without-owners-check]
[[ $(sudo stat --format %u db-copy/_data/note) == 0 ]]
docker run --rm --user 999 -v db:/data busybox touch /data/note
sudo rm -r db-copy
# --8<-- [end:copy-without-owners-check]

# --8<-- [start:undo]
docker rm -f web
sudo systemctl stop docker docker.socket containerd
sudo cp -a /mnt/data/docker/. /var/lib/docker
sudo cp -a /mnt/data/containerd/. /var/lib/containerd
sudo rm /etc/systemd/system/docker.service.d/disk.conf /etc/systemd/system/containerd.service.d/disk.conf
sudo mv /etc/containerd/config.toml.before-data-root /etc/containerd/config.toml
#en The file becomes what it was before this page. If you changed it since, take out only what this page added.
#zh 配置文件恢复到本页之前的样子。之后又改过的，只删掉本页加的内容。
if [ -e /etc/docker/daemon.json.before-data-root ]; then
  sudo mv /etc/docker/daemon.json.before-data-root /etc/docker/daemon.json
  [ -s /etc/docker/daemon.json ] || sudo rm /etc/docker/daemon.json
fi
sudo systemctl daemon-reload
sudo systemctl start docker
docker info --format '{{.DockerRootDir}}'
docker volume ls
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ $(docker info --format '{{.DockerRootDir}}') == /var/lib/docker ]]
[[ $(docker run --rm -v db:/data busybox cat /data/note) == kept ]]
[[ $(docker run --rm -v db:/data busybox stat -c '%u %g' /data/note) == '999 999' ]]
sudo ctr --namespace example images ls --quiet | grep -q busybox
sudo ctr --namespace example images rm "$(sudo ctr --namespace example images ls --quiet)"
# --8<-- [end:undo-check]

# --8<-- [start:tidy]
docker volume rm db
docker rmi busybox nginx:1
sudo rm -r /mnt/data/docker /mnt/data/containerd
# --8<-- [end:tidy]
# --8<-- [start:tidy-check]
[[ -z $(docker image ls -q)$(docker volume ls -q) && -z $(ls /mnt/data) ]]
# --8<-- [end:tidy-check]
