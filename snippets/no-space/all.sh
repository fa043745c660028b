#!/usr/bin/env bash

# --8<-- [start:small-disk]
#en A disk of 300 MB in memory takes the place of Docker's own, whose data stay untouched beneath it.
#zh 内存里的一块 300 MB 磁盘顶替 Docker 的数据目录，原来的数据在下面原封不动。
sudo systemctl stop docker.socket docker.service containerd.service
sudo mount -t tmpfs -o size=300m,mode=0710 small-disk /var/lib/docker
#en Engine 29 has its images in /var/lib/containerd, so this goes on the small disk, too.
#zh Engine 29 的镜像在 /var/lib/containerd，所以它也要放到小磁盘上。
sudo mkdir -p /var/lib/docker/containerd-root /var/lib/containerd
sudo mount --bind /var/lib/docker/containerd-root /var/lib/containerd
sudo systemctl start docker
docker info --format '{{.DockerRootDir}}: {{.Images}} images, {{.Containers}} containers'
# --8<-- [end:small-disk]
# --8<-- [start:small-disk-check]
[[ $(stat -fc %T /var/lib/docker) == tmpfs ]]
[[ $(docker info --format '{{.DockerRootDir}}') == /var/lib/docker && -z $(docker image ls -q) ]]
[[ $(stat -fc %T /var/lib/containerd) == tmpfs && -n $(sudo ls /var/lib/containerd) ]]
sudo systemctl reset-failed docker
# --8<-- [end:small-disk-check]

# --8<-- [start:fill]
docker run --name hog busybox:1 dd if=/dev/zero of=/big bs=1M count=1000
# --8<-- [end:fill]

# --8<-- [start:pull]
docker pull python:3-slim
# --8<-- [end:pull]

# --8<-- [start:df]
df -h /var/lib/docker
df -i /var/lib/docker
# --8<-- [end:df]
# --8<-- [start:df-check]
[[ $(df --output=pcent /var/lib/docker | tail -n 1) == *100% ]]
# --8<-- [end:df-check]

# --8<-- [start:system-df]
docker system df
docker ps -a --size
# --8<-- [end:system-df]
# --8<-- [start:system-df-check]
docker system df --format '{{.Type}} {{.Size}}' | grep -q '^Containers 3[0-9][0-9]'
# --8<-- [end:system-df-check]

# --8<-- [start:containers]
docker container prune --force
docker pull python:3-slim
# --8<-- [end:containers]
# --8<-- [start:containers-check]
docker image inspect python:3-slim >/dev/null
[[ -z $(docker ps -aq) ]]
# --8<-- [end:containers-check]

# --8<-- [start:talk]
docker run -d --name talk busybox:1 sh -c 'yes "a line of a log" | head -c 20000000; sleep 300'
sleep 3
docker system df
# --8<-- [end:talk]
# --8<-- [start:talk-check]
docker system df --format '{{.Type}} {{.Size}}' | grep -qx 'Containers 0B'
# --8<-- [end:talk-check]

# --8<-- [start:logs]
sudo sh -c 'du -h /var/lib/docker/containers/*/*-json.log' | sort -h | tail -n 5
docker inspect --format '{{.Name}} {{.LogPath}}' talk
# --8<-- [end:logs]
# --8<-- [start:logs-check]
log=$(docker inspect --format '{{.LogPath}}' talk)
timeout 20 bash -c "until (( \$(sudo stat -c %s '$log') > 80000000 )); do sleep 0.2; done"
# --8<-- [end:logs-check]

# --8<-- [start:truncate]
sudo truncate --size 0 "$(docker inspect --format '{{.LogPath}}' talk)"
# --8<-- [end:truncate]
# --8<-- [start:truncate-check]
(($(sudo stat -c %s "$(docker inspect --format '{{.LogPath}}' talk)") < 1000000))
[[ $(docker inspect --format '{{.State.Running}}' talk) == true ]]
# --8<-- [end:truncate-check]

# --8<-- [start:rotate]
docker rm -f talk
docker run -d --name talk --log-opt max-size=1m --log-opt max-file=3 busybox:1 sh -c 'yes "a line of a log" | head -c 20000000; sleep 300'
sleep 3
sudo sh -c 'du -ch /var/lib/docker/containers/*/*-json.log*' | tail -n 1
# --8<-- [end:rotate]
# --8<-- [start:rotate-check]
(($(sudo sh -c 'du -cm /var/lib/docker/containers/*/*-json.log*' | tail -n 1 | cut -f 1) <= 4))
docker rm -f talk >/dev/null
# --8<-- [end:rotate-check]

# --8<-- [start:build]
mkdir -p big
tee big/Dockerfile <<'DOCKERFILE'
FROM busybox:1
RUN dd if=/dev/zero of=/big bs=1M count=30
DOCKERFILE
docker build --quiet --tag big big
docker rmi big
docker system df
# --8<-- [end:build]
# --8<-- [start:build-check]
docker system df --format '{{.Type}} {{.Size}}' | grep -q '^Build Cache 3[0-9].*MB'
# --8<-- [end:build-check]

# --8<-- [start:builder]
docker builder prune --force
# --8<-- [end:builder]
# --8<-- [start:builder-check]
docker system df --format '{{.Type}} {{.Size}}' | grep -qx 'Build Cache 0B'
# --8<-- [end:builder-check]

# --8<-- [start:images]
docker image prune --force
docker system df --format '{{.Type}}: {{.Size}}'
docker image prune --all --force
docker system df --format '{{.Type}}: {{.Size}}'
# --8<-- [end:images]
# --8<-- [start:images-check]
[[ -z $(docker image ls -q) ]]
# --8<-- [end:images-check]

# --8<-- [start:volume]
docker volume create --opt type=tmpfs --opt device=tmpfs --opt o=size=8m small
docker run --rm -v small:/data busybox:1 dd if=/dev/zero of=/data/big bs=1M count=20
# --8<-- [end:volume]

# --8<-- [start:volume-read]
docker run --rm -v small:/data busybox:1 df -h /data
df -h /var/lib/docker
# --8<-- [end:volume-read]
# --8<-- [start:volume-read-check]
docker run --rm -v small:/data busybox:1 df -h /data | grep -q 8.0M
# --8<-- [end:volume-read-check]

# --8<-- [start:undo]
docker volume rm small
rm -r big
sudo systemctl stop docker.socket docker.service containerd.service
while findmnt -n -o SOURCE /var/lib/docker | grep -qx small-disk; do
  sudo umount /var/lib/containerd /var/lib/docker || break
done
sudo systemctl start docker
# --8<-- [end:undo]
# --8<-- [start:undo-check]
if findmnt --list | grep small-disk; then exit 1; fi
docker ps >/dev/null
[[ ! -e big ]]
# --8<-- [end:undo-check]
