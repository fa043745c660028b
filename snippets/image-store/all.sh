#!/usr/bin/env bash

# --8<-- [start:which]
docker info --format '{{.Driver}} {{.DriverStatus}}'
# --8<-- [end:which]
# --8<-- [start:which-check]
[[ $(docker info --format '{{.Driver}}') == overlay2 ]]
if docker info --format '{{.DriverStatus}}' | grep containerd; then exit 1; fi
# --8<-- [end:which-check]

# --8<-- [start:example]
docker run -d --name web --restart unless-stopped -v pages:/usr/share/nginx/html nginx:1
docker pull --quiet busybox
docker tag busybox own:1
mkdir try
printf 'FROM busybox\nCOPY Dockerfile /\n' >try/Dockerfile
# --8<-- [end:example]
# --8<-- [start:example-check]
[[ $(docker inspect --format '{{.State.Running}}' web) == true ]]
# --8<-- [end:example-check]

# --8<-- [start:one-platform]
docker pull --quiet --platform linux/arm64 busybox
docker image ls busybox
docker rmi busybox
docker pull --quiet busybox
# --8<-- [end:one-platform]
# --8<-- [start:one-platform-check]
[[ $(docker image inspect --format '{{.Architecture}}' busybox) == amd64 ]]
# --8<-- [end:one-platform-check]

# --8<-- [start:multi-platform]
docker build --platform linux/amd64,linux/arm64 -t multi:1 try
# --8<-- [end:multi-platform]

# --8<-- [start:attestation]
docker build --provenance=true -t attested:1 try
# --8<-- [end:attestation]

# --8<-- [start:save]
docker image ls
docker save -o own.tar own:1
# --8<-- [end:save]
# --8<-- [start:save-check]
docker image inspect --format '{{.Id}}' own:1 >old-id
docker image inspect --format '{{.Id}}' nginx:1 >old-nginx
docker inspect --format '{{.Id}}' web >old-web
# --8<-- [end:save-check]

# --8<-- [start:backup]
sudo mkdir -p /etc/docker
#en Keep a copy of the file, once; an empty one if you have none yet.
#zh 先给配置文件留一份备份，只备份一次；还没有这个文件的，留一份空的。
if [ ! -e /etc/docker/daemon.json.before-image-store ]; then
  sudo touch /etc/docker/daemon.json
  sudo cp -a /etc/docker/daemon.json /etc/docker/daemon.json.before-image-store
fi
# --8<-- [end:backup]

# --8<-- [start:switch]
sudo dockerd --validate &&
  sudo systemctl restart docker
docker info --format '{{.Driver}} {{.DriverStatus}}'
# --8<-- [end:switch]
# --8<-- [start:switch-check]
docker info --format '{{.DriverStatus}}' | grep -q 'driver-type io.containerd.snapshotter.v1'
# --8<-- [end:switch-check]

# --8<-- [start:hidden]
docker image ls
docker ps -a
docker volume ls
# --8<-- [end:hidden]
# --8<-- [start:hidden-check]
[[ -z $(docker image ls -aq)$(docker ps -aq) && $(docker volume ls -q) == pages ]]
if pgrep nginx; then exit 1; fi
# All of it is still on the disk.
id=$(<old-nginx)
sudo test -e "/var/lib/docker/image/overlay2/imagedb/content/sha256/${id#sha256:}"
sudo test -e "/var/lib/docker/containers/$(<old-web)"
# --8<-- [end:hidden-check]

# --8<-- [start:load]
docker pull --quiet nginx:1
docker pull --quiet busybox
docker load -i own.tar
docker run -d --name web --restart unless-stopped -v pages:/usr/share/nginx/html nginx:1
# --8<-- [end:load]
# --8<-- [start:load-check]
docker image inspect own:1 >/dev/null
[[ $(docker inspect --format '{{.State.Running}}' web) == true ]]
docker exec web test -e /usr/share/nginx/html/index.html
# --8<-- [end:load-check]

# --8<-- [start:compare]
docker image ls
# --8<-- [end:compare]
# --8<-- [start:compare-check]
[[ $(docker image inspect --format '{{.Id}}' own:1) != "$(<old-id)" ]]
[[ $(docker image inspect --format '{{.Id}}' nginx:1) != "$(<old-nginx)" ]]
# What the registry calls it is what this store calls it.
docker image inspect --format '{{json .RepoDigests}}' nginx:1 | grep -qF "@$(docker image inspect --format '{{.Id}}' nginx:1)"
# --8<-- [end:compare-check]

# --8<-- [start:platforms]
docker pull --quiet --platform linux/arm64 busybox
docker image inspect --format '{{.Architecture}}' busybox
docker image inspect --platform linux/arm64 --format '{{.Architecture}}' busybox
# --8<-- [end:platforms]
# --8<-- [start:platforms-check]
[[ $(docker image inspect --format '{{.Architecture}}' busybox) == amd64 ]]
[[ $(docker image inspect --platform linux/arm64 --format '{{.Architecture}}' busybox) == arm64 ]]
# --8<-- [end:platforms-check]

# --8<-- [start:build-both]
docker build --quiet --platform linux/amd64,linux/arm64 -t multi:1 try
docker build --quiet --provenance=true -t attested:1 try
# --8<-- [end:build-both]
# --8<-- [start:build-both-check]
for platform in amd64 arm64; do
  [[ $(docker image inspect --platform "linux/$platform" --format '{{.Architecture}}' multi:1) == "$platform" ]]
done
docker save attested:1 >attested.tar
# The attestation is a further manifest, of a platform that does not exist.
tar --wildcards -xOf attested.tar 'blobs/sha256/*' | grep -qa '"vnd.docker.reference.type": *"attestation-manifest"'
rm attested.tar
# --8<-- [end:build-both-check]

# --8<-- [start:where]
docker info --format '{{.DockerRootDir}}'
sudo du -sh /var/lib/docker/overlay2 /var/lib/containerd
# --8<-- [end:where]
# --8<-- [start:where-check]
sudo find /var/lib/containerd/io.containerd.snapshotter.v1.overlayfs -path '*/usr/share/nginx/html/index.html' | grep -q .
sudo find /var/lib/docker/overlay2 -path '*/usr/share/nginx/html/index.html' | grep -q .
# --8<-- [end:where-check]

# --8<-- [start:new-off]
docker rm -f web
docker rmi own:1 nginx:1 busybox multi:1 attested:1
# --8<-- [end:new-off]
# --8<-- [start:new-off-check]
[[ -z $(docker image ls -aq)$(docker ps -aq) ]]
# --8<-- [end:new-off-check]

# --8<-- [start:back]
#en The file becomes what it was before this page. If you changed it since, take out only what this page added.
#zh 配置文件恢复到本页之前的样子。之后又改过的，只删掉本页加的内容。
if [ -e /etc/docker/daemon.json.before-image-store ]; then
  sudo mv /etc/docker/daemon.json.before-image-store /etc/docker/daemon.json
  [ -s /etc/docker/daemon.json ] || sudo rm /etc/docker/daemon.json
fi
sudo systemctl restart docker
docker info --format '{{.Driver}}'
# --8<-- [end:back]
# --8<-- [start:back-check]
[[ $(docker info --format '{{.Driver}}') == overlay2 ]]
timeout 10 bash -c "until [[ \$(docker inspect --format '{{.State.Running}}' web) == true ]]; do sleep 0.5; done"
# --8<-- [end:back-check]

# --8<-- [start:again]
docker image ls
docker ps -a --format '{{.Names}}: {{.State}}'
# --8<-- [end:again]
# --8<-- [start:again-check]
[[ $(docker inspect --format '{{.Id}} {{.State.Running}}' web) == "$(<old-web) true" ]]
[[ $(docker image inspect --format '{{.Id}}' own:1) == "$(<old-id)" ]]
sudo systemctl reset-failed docker
# With live-restore, what ran goes on, and the daemon of the other store does not know of it.
echo '{ "live-restore": true }' | sudo tee /etc/docker/daemon.json
sudo systemctl restart docker
echo '{ "live-restore": true, "features": { "containerd-snapshotter": true } }' | sudo tee /etc/docker/daemon.json
sudo systemctl restart docker
[[ -z $(docker ps -aq) ]]
pgrep nginx
echo '{ "live-restore": true }' | sudo tee /etc/docker/daemon.json
sudo systemctl restart docker
[[ $(docker inspect --format '{{.State.Running}}' web) == true ]]
echo '{ "live-restore": false }' | sudo tee /etc/docker/daemon.json
sudo systemctl reload docker
sudo rm /etc/docker/daemon.json
sudo systemctl reset-failed docker
# --8<-- [end:again-check]

# --8<-- [start:tidy]
docker rm -f web
docker rmi own:1 busybox nginx:1
docker volume rm pages
rm -r try own.tar
# --8<-- [end:tidy]
# --8<-- [start:tidy-check]
rm old-id old-nginx old-web
[[ -z $(docker image ls -aq)$(docker ps -aq)$(docker volume ls -q) ]]
# --8<-- [end:tidy-check]
