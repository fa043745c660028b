#!/usr/bin/env bash
set -e

# --8<-- [start:pull]
docker pull nginx:1
docker image inspect --format '{{.Id}} {{.Os}}/{{.Architecture}}' nginx:1
# --8<-- [end:pull]
# --8<-- [start:pull-check]
# An engine that has nothing, in a network of its own that leads nowhere: it plays the computer without a network.
sudo systemd-run --quiet --unit offline unshare --net dockerd --host unix:///run/offline.sock --data-root /var/lib/offline \
  --exec-root /run/offline --pidfile /run/offline.pid --bridge none --iptables=false --ip6tables=false \
  --containerd-namespace offline --containerd-plugins-namespace offline-plugins
timeout 30 bash -c 'until sudo docker --host unix:///run/offline.sock ps >/dev/null 2>&1; do sleep 0.2; done'
[[ -z $(sudo docker --host unix:///run/offline.sock image ls -q) ]]
if sudo docker --host unix:///run/offline.sock pull nginx:1 2>/dev/null; then exit 1; fi
# --8<-- [end:pull-check]

# --8<-- [start:save]
mkdir -p carry
docker save -o carry/nginx.tar nginx:1
ls -lh carry
# --8<-- [end:save]
# --8<-- [start:save-check]
tar -tf carry/nginx.tar | grep -qx manifest.json
# --8<-- [end:save-check]

# --8<-- [start:gzip]
docker save nginx:1 | gzip >carry/nginx.tar.gz
ls -lh carry
# --8<-- [end:gzip]
# --8<-- [start:gzip-check]
gzip --test carry/nginx.tar.gz
if [[ $(docker info --format '{{.Driver}}') == overlay2 ]]; then (($(stat -c %s carry/nginx.tar.gz) * 2 < $(stat -c %s carry/nginx.tar))); fi
# --8<-- [end:gzip-check]

# --8<-- [start:checksum]
cd carry
sha256sum nginx.tar.gz >nginx.tar.gz.sha256
cat nginx.tar.gz.sha256
cd ..
# --8<-- [end:checksum]

# --8<-- [start:forget]
docker rmi nginx:1
# --8<-- [end:forget]
# --8<-- [start:forget-check]
[[ -z $(docker image ls -q) ]]
# --8<-- [end:forget-check]

# --8<-- [start:verify]
cd carry
sha256sum --check nginx.tar.gz.sha256
cd ..
# --8<-- [end:verify]

# --8<-- [start:load]
docker load -i carry/nginx.tar.gz
docker image ls
docker image inspect --format '{{.Id}} {{.Os}}/{{.Architecture}}' nginx:1
# --8<-- [end:load]
# --8<-- [start:load-check]
offline() { sudo docker --host unix:///run/offline.sock "$@"; }
offline load --quiet -i carry/nginx.tar.gz
[[ $(offline image ls --format '{{.Repository}}:{{.Tag}}') == nginx:1 ]]
[[ $(offline image inspect --format '{{.RootFS.Layers}}' nginx:1) == "$(docker image inspect --format '{{.RootFS.Layers}}' nginx:1)" ]]
offline run --rm --network none nginx:1 nginx -t
offline rmi nginx:1 >/dev/null
# --8<-- [end:load-check]

# --8<-- [start:run]
docker run -d --name web -p 127.0.0.1:8080:80 nginx:1
curl -fsS --retry 5 --retry-all-errors --retry-delay 1 http://127.0.0.1:8080 | head -n 4
# --8<-- [end:run]
# --8<-- [start:run-check]
curl -fsS http://127.0.0.1:8080 | grep -q 'Welcome to nginx'
# --8<-- [end:run-check]

# --8<-- [start:damaged]
head -c 1000000 carry/nginx.tar.gz >carry/damaged.tar.gz
docker load -i carry/damaged.tar.gz
# --8<-- [end:damaged]

# --8<-- [start:by-id]
docker rm -f web
docker save -o carry/by-id.tar "$(docker image ls -q nginx:1)"
docker rmi nginx:1
docker load -i carry/by-id.tar
docker image ls -a
# --8<-- [end:by-id]
# --8<-- [start:by-id-check]
docker image ls -a --format '{{.Repository}}:{{.Tag}}' | grep -qx '<none>:<none>'
offline() { sudo docker --host unix:///run/offline.sock "$@"; }
offline load --quiet -i carry/by-id.tar
[[ $(offline image ls -a --format '{{.Repository}}:{{.Tag}}') == '<none>:<none>' ]]
# --8<-- [end:by-id-check]

# --8<-- [start:tag]
docker tag "$(docker image ls -q --filter dangling=true)" nginx:1
docker image ls
# --8<-- [end:tag]
# --8<-- [start:tag-check]
[[ $(docker image ls --format '{{.Repository}}:{{.Tag}}') == nginx:1 ]]
# --8<-- [end:tag-check]

# --8<-- [start:export]
docker create --name flat nginx:1
docker export -o carry/flat.tar flat
docker import carry/flat.tar flat:1
docker image inspect --format '{{json .RepoTags}} {{json .Config.Cmd}}' nginx:1 flat:1
# --8<-- [end:export]
# --8<-- [start:export-check]
[[ $(docker image inspect --format '{{json .Config.Cmd}}' flat:1) == null ]]
# --8<-- [end:export-check]

# --8<-- [start:flat]
docker run --rm flat:1
# --8<-- [end:flat]

# --8<-- [start:list]
tee carry/images.txt <<'LIST'
nginx:1
busybox:1
LIST
xargs -n 1 docker pull --quiet <carry/images.txt
xargs docker save <carry/images.txt | gzip >carry/all.tar.gz
# --8<-- [end:list]
# --8<-- [start:list-check]
offline() { sudo docker --host unix:///run/offline.sock "$@"; }
offline load --quiet -i carry/all.tar.gz
[[ $(offline image ls --format '{{.Repository}}:{{.Tag}}' | sort | xargs) == 'busybox:1 nginx:1' ]]
# --8<-- [end:list-check]

# --8<-- [start:platforms]
docker pull --quiet --platform linux/arm64 busybox:1
docker save --platform linux/arm64 -o carry/busybox-arm64.tar busybox:1
docker pull --quiet --platform linux/amd64 busybox:1
docker save --platform linux/amd64 -o carry/busybox-amd64.tar busybox:1
# --8<-- [end:platforms]
# --8<-- [start:platforms-check]
offline() { sudo docker --host unix:///run/offline.sock "$@"; }
for architecture in arm64 amd64; do
  offline load --quiet -i "carry/busybox-$architecture.tar"
  [[ $(offline image inspect --format '{{.Architecture}}' busybox:1) == "$architecture" ]]
done
# --8<-- [end:platforms-check]

# --8<-- [start:missing-platform]
docker save --platform linux/s390x -o carry/busybox-s390x.tar busybox:1
# --8<-- [end:missing-platform]

# --8<-- [start:undo]
docker rm flat
docker rmi nginx:1 busybox:1 flat:1
docker image prune --force
rm -r carry
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -aq) && ! -e carry ]]
sudo systemctl stop offline
sudo rm -rf /var/lib/offline
ip link show docker0 >/dev/null
# --8<-- [end:undo-check]
