#!/usr/bin/env bash

# --8<-- [start:ready]
systemctl is-active docker
# --8<-- [end:ready]
# --8<-- [start:ready-check]
# A machine of ours has the newest, so it goes back to have something to upgrade.
OLD=$(dnf --quiet repoquery --queryformat '%{version}-%{release}\n' docker-ce | grep . | sort --version-sort -u | tail -n 2 | head -n 1)
sudo dnf -y --quiet install "docker-ce-$OLD" "docker-ce-cli-$OLD"
sudo systemctl reset-failed docker
# --8<-- [end:ready-check]

# --8<-- [start:example]
docker run -d --name web --restart unless-stopped -p 127.0.0.1:8080:80 nginx:1
docker run -d --name plain nginx:1
docker run --rm -v data:/data busybox sh -c 'echo kept >/data/note'
docker tag busybox own:1
# --8<-- [end:example]
# --8<-- [start:example-check]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8080 2>/dev/null | grep 'Welcome to nginx'; do sleep 0.1; done"
[[ $(docker run --rm -v data:/data busybox cat /data/note) == kept ]]
# --8<-- [end:example-check]

# --8<-- [start:installed]
rpm --query docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin
docker version --format 'client {{.Client.Version}}, daemon {{.Server.Version}}'
# --8<-- [end:installed]
# --8<-- [start:offered]
dnf list --upgrades 'docker-*' containerd.io
# --8<-- [end:offered]
# --8<-- [start:offered-check]
dnf --quiet list --upgrades docker-ce | grep -q '^docker-ce\.'
# --8<-- [end:offered-check]

# --8<-- [start:policies]
docker ps -q | xargs docker inspect --format '{{.Name}}: {{.HostConfig.RestartPolicy.Name}}'
# --8<-- [end:policies]
# --8<-- [start:policies-check]
[[ $(docker inspect --format '{{.HostConfig.RestartPolicy.Name}}' web plain | xargs) == 'unless-stopped no' ]]
# --8<-- [end:policies-check]

# --8<-- [start:backup]
mkdir upgrade
rpm --query --queryformat '%{NAME} %{VERSION}-%{RELEASE}\n' docker-ce docker-ce-cli containerd.io >upgrade/versions
docker info --format '{{.Driver}} in {{.DockerRootDir}}' | tee upgrade/store
sudo cp -a /etc/containerd upgrade/
if [ -e /etc/docker ]; then
  sudo cp -a /etc/docker upgrade/
fi
# --8<-- [end:backup]
# --8<-- [start:backup-check]
grep -qF "docker-ce $(rpm --query --queryformat '%{VERSION}-%{RELEASE}' docker-ce)" upgrade/versions
[[ $(<upgrade/store) == 'overlay2 in /var/lib/docker' ]]
sudo diff -r /etc/containerd upgrade/containerd
if [[ -e /etc/docker ]]; then sudo diff -r /etc/docker upgrade/docker; fi
# --8<-- [end:backup-check]

# --8<-- [start:hold]
sudo sed -i '/^\[docker-ce-stable\]/a excludepkgs=docker-ce*,containerd.io' /etc/yum.repos.d/docker-ce.repo
dnf check-upgrade 'docker-ce*'
# --8<-- [end:hold]
# --8<-- [start:hold-check]
if sudo dnf --assumeno upgrade 2>&1 | grep docker-ce; then exit 1; fi
sudo dnf clean expire-cache
# --8<-- [end:hold-check]

# --8<-- [start:upgrade]
sudo sed -i '/^excludepkgs=docker-ce/d' /etc/yum.repos.d/docker-ce.repo
sudo dnf -y upgrade 'docker-ce*' containerd.io docker-buildx-plugin docker-compose-plugin
# --8<-- [end:upgrade]
# --8<-- [start:upgrade-check]
newest=$(dnf --quiet repoquery --latest-limit=1 --queryformat '%{version}\n' docker-ce | grep .)
[[ $(rpm --query --queryformat '%{VERSION}-%{RELEASE}' docker-ce) == "$newest-"* && $(rpm --query --queryformat '%{VERSION}-%{RELEASE}' docker-ce-cli) == "$newest-"* ]]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8080 2>/dev/null | grep 'Welcome to nginx'; do sleep 0.1; done"
# --8<-- [end:upgrade-check]

# --8<-- [start:confirm]
docker version --format 'client {{.Client.Version}}, daemon {{.Server.Version}}'
docker info --format '{{.Driver}} in {{.DockerRootDir}}' | diff upgrade/store -
docker ps -a --format '{{.Names}}: {{.State}}'
# --8<-- [end:confirm]
# --8<-- [start:confirm-check]
newest=$(dnf --quiet repoquery --latest-limit=1 --queryformat '%{version}\n' docker-ce | grep .)
[[ $(docker version --format '{{.Server.Version}}') == "$newest"* ]]
[[ $(docker inspect --format '{{.State.Running}}' web plain | xargs) == 'true false' ]]
# --8<-- [end:confirm-check]

# --8<-- [start:kept]
docker start plain
docker run --rm -v data:/data own:1 cat /data/note
# --8<-- [end:kept]
# --8<-- [start:kept-check]
[[ $(docker inspect --format '{{.State.Running}}' plain) == true ]]
[[ $(docker run --rm --pull never -v data:/data own:1 cat /data/note) == kept ]]
# --8<-- [end:kept-check]

# --8<-- [start:old-client]
DOCKER_API_VERSION=1.23 docker ps
# --8<-- [end:old-client]

# --8<-- [start:etc]
sudo mkdir -p /etc/docker
# --8<-- [end:etc]

# --8<-- [start:reload]
sudo systemctl reload docker
docker info --format '{{.LiveRestoreEnabled}}'
# --8<-- [end:reload]
# --8<-- [start:reload-check]
timeout 10 bash -c "until [[ \$(docker info --format '{{.LiveRestoreEnabled}}') == true ]]; do sleep 0.1; done"
# --8<-- [end:reload-check]

# --8<-- [start:live]
docker inspect --format '{{.Name}} started {{.State.StartedAt}}' web plain >upgrade/before
sudo dnf -y reinstall docker-ce
# --8<-- [end:live]

# --8<-- [start:same]
docker inspect --format '{{.Name}} started {{.State.StartedAt}}' web plain | diff --report-identical-files upgrade/before -
# --8<-- [end:same]
# --8<-- [start:same-check]
[[ $(docker inspect --format '{{.State.Running}}' web plain | sort -u) == true ]]
# The daemon itself is another one now, and containerd's restart ends no container either.
(($(date -d "$(ps -o lstart= -C dockerd)" +%s) > $(date -d "$(docker inspect --format '{{.State.StartedAt}}' plain)" +%s)))
sudo systemctl restart containerd docker
docker inspect --format '{{.Name}} started {{.State.StartedAt}}' web plain | diff upgrade/before -
curl -fsS http://127.0.0.1:8080 | grep -q 'Welcome to nginx'
sudo systemctl reset-failed docker containerd
# --8<-- [end:same-check]

# --8<-- [start:live-off]
sudo systemctl reload docker
docker info --format '{{.LiveRestoreEnabled}}'
# --8<-- [end:live-off]
# --8<-- [start:live-off-check]
timeout 10 bash -c "until [[ \$(docker info --format '{{.LiveRestoreEnabled}}') == false ]]; do sleep 0.1; done"
[[ $(docker inspect --format '{{.State.Running}}' web plain | sort -u) == true ]]
# The other way ends them all, and none comes back.
echo '{ "live-restore": true }' | sudo tee /etc/docker/daemon.json
sudo systemctl restart docker
docker start plain
sudo rm /etc/docker/daemon.json
sudo systemctl restart docker
sleep 1
[[ $(docker inspect --format '{{.State.Running}}' web plain | sort -u) == false ]]
docker start web plain
sudo systemctl reset-failed docker
# --8<-- [end:live-off-check]

# --8<-- [start:settings]
if [ -e upgrade/versions ]; then
  sudo rm -f /etc/docker/daemon.json
fi
if [ -e upgrade/docker/daemon.json ]; then
  sudo cp -a upgrade/docker/daemon.json /etc/docker/
fi
# --8<-- [end:settings]

# --8<-- [start:downgrade]
VERSION=$(awk '$1 == "docker-ce" { print $2 }' upgrade/versions)
sudo dnf -y install "docker-ce-$VERSION" "docker-ce-cli-$VERSION"
docker version --format 'client {{.Client.Version}}, daemon {{.Server.Version}}'
# --8<-- [end:downgrade]
# --8<-- [start:downgrade-check]
[[ $(rpm --query --queryformat '%{VERSION}-%{RELEASE}' docker-ce) == "$VERSION" && $(rpm --query --queryformat '%{VERSION}-%{RELEASE}' docker-ce-cli) == "$VERSION" ]]
[[ $(docker version --format '{{.Server.Version}}') == "${VERSION%%-*}"* ]]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8080 2>/dev/null | grep 'Welcome to nginx'; do sleep 0.1; done"
# --8<-- [end:downgrade-check]

# --8<-- [start:back]
docker ps -a --format '{{.Names}}: {{.State}}'
docker run --rm -v data:/data own:1 cat /data/note
# --8<-- [end:back]
# --8<-- [start:back-check]
[[ $(docker inspect --format '{{.State.Running}}' web plain | xargs) == 'true false' ]]
[[ $(docker run --rm --pull never -v data:/data own:1 cat /data/note) == kept ]]
# --8<-- [end:back-check]

# --8<-- [start:new-option]
echo '{ "min-api-version": "1.40" }' >upgrade/newer.json
sudo dockerd --validate --config-file upgrade/newer.json
# --8<-- [end:new-option]

# --8<-- [start:undo]
sudo dnf -y upgrade docker-ce docker-ce-cli
docker rm -f web plain
docker volume rm data
docker rmi own:1 busybox nginx:1
sudo rm -r upgrade
# --8<-- [end:undo]
# --8<-- [start:undo-check]
newest=$(dnf --quiet repoquery --latest-limit=1 --queryformat '%{version}\n' docker-ce | grep .)
[[ $(rpm --query --queryformat '%{VERSION}-%{RELEASE}' docker-ce) == "$newest-"* ]]
[[ -z $(docker ps -aq)$(docker image ls -q)$(docker volume ls -q) && ! -e upgrade ]]
if grep excludepkgs /etc/yum.repos.d/docker-ce.repo; then exit 1; fi
# --8<-- [end:undo-check]
