#!/usr/bin/env bash

# --8<-- [start:ids]
id -un
grep "^$USER:" /etc/subuid /etc/subgid
# --8<-- [end:ids]
# --8<-- [start:ids-check]
(($(id -u) > 0))
[[ $(awk -F: -v name="$USER" '$1 == name && $3 >= 65536 { print FILENAME }' /etc/subuid /etc/subgid | sort -u | wc -l) == 2 ]]
# What a computer has and a machine of ours, being a container, lacks: a device for tunnels, the list of what its
# kernel has, ports below 1024 that are root's, and a home that is not on overlayfs. All of it as it holds after a boot.
sudo iptables-nft -S >/dev/null
sudo mkdir -p "/lib/modules/$(uname -r)"
echo kernel/net/netfilter/nf_tables.ko | sudo tee "/lib/modules/$(uname -r)/modules.builtin"
echo 'c /dev/net/tun 0666 root root - 10:200' | sudo tee /etc/tmpfiles.d/tun.conf
sudo systemd-tmpfiles --create tun.conf
echo 'net.ipv4.ip_unprivileged_port_start = 1024' | sudo tee /etc/sysctl.d/99-ports.conf
sudo sysctl --load=/etc/sysctl.d/99-ports.conf
mkdir -p ~/.local/share
sudo install -d -o "$USER" -g "$USER" /var/lib/docker/share
echo "/var/lib/docker/share $HOME/.local/share none bind" | sudo tee -a /etc/fstab
sudo systemctl daemon-reload
sudo mount ~/.local/share
# --8<-- [end:ids-check]

# --8<-- [start:install]
sudo apt-get update
sudo apt-get install -y uidmap slirp4netns docker-ce-rootless-extras
# --8<-- [end:install]
# --8<-- [start:install-check]
[[ -u $(command -v newuidmap) && -u $(command -v newgidmap) ]]
dpkg-query --search "$(command -v rootlesskit)" | grep -q '^docker-ce-rootless-extras:'
# --8<-- [end:install-check]

# --8<-- [start:linger]
sudo loginctl enable-linger "$USER"
loginctl show-user "$USER" --property=Linger
# --8<-- [end:linger]
# --8<-- [start:linger-check]
[[ $(loginctl show-user "$USER" --property=Linger --value) == yes ]]
timeout 10 bash -c "until systemctl is-active --quiet user@$(id -u); do sleep 0.1; done"
# --8<-- [end:linger-check]

# --8<-- [start:no-session]
env --unset=XDG_RUNTIME_DIR --unset=DBUS_SESSION_BUS_ADDRESS systemctl --user is-active default.target
# --8<-- [end:no-session]

# --8<-- [start:session]
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
systemctl --user is-active default.target
# --8<-- [end:session]

# --8<-- [start:requirements]
dockerd-rootless-setuptool.sh check --force
# --8<-- [end:requirements]

# --8<-- [start:refused]
dockerd-rootless-setuptool.sh install
# --8<-- [end:refused]
# --8<-- [start:refused-check]
[[ ! -e ~/.config/systemd/user/docker.service ]]
# --8<-- [end:refused-check]

# --8<-- [start:set-up]
dockerd-rootless-setuptool.sh install --force
# --8<-- [end:set-up]
# --8<-- [start:set-up-check]
[[ $(systemctl --user is-active docker) == active && $(systemctl --user is-enabled docker) == enabled ]]
pgrep --exact --euid "$USER" dockerd
[[ $(stat --format %U "$XDG_RUNTIME_DIR/docker.sock") == "$USER" ]]
# --8<-- [end:set-up-check]

# --8<-- [start:confirm]
docker context show
docker info --format '{{.SecurityOptions}}'
docker info --format '{{.DockerRootDir}}, {{.Driver}}'
# --8<-- [end:confirm]
# --8<-- [start:confirm-check]
[[ $(docker context show) == rootless ]]
docker info --format '{{.SecurityOptions}}' | grep -q name=rootless
[[ $(docker info --format '{{.DockerRootDir}}') == ~/.local/share/docker ]]
# --8<-- [end:confirm-check]

# --8<-- [start:web]
docker run -d --name web --restart unless-stopped -p 8080:80 nginx:1
# --8<-- [end:web]
# --8<-- [start:web-check]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8080 2>/dev/null | grep 'Welcome to nginx'; do sleep 0.1; done"
# --8<-- [end:web-check]

# --8<-- [start:fetch]
curl -sSI http://127.0.0.1:8080 | grep HTTP
# --8<-- [end:fetch]
# --8<-- [start:fetch-check]
docker logs web 2>/dev/null | grep -q ' "HEAD / HTTP'
address=$(hostname --all-ip-addresses | cut -d ' ' -f 1)
curl -fsS "http://$address:8080" | grep -q 'Welcome to nginx'
# Whoever comes, the container sees the gateway of its own network, and never the visitor.
gateway=$(docker network inspect --format '{{(index .IPAM.Config 0).Gateway}}' bridge)
[[ $(docker logs web 2>/dev/null | grep HTTP/1.1 | cut -d ' ' -f 1 | sort -u) == "$gateway" ]]
# The firewall of the computer holds for it.
sudo ss -ltnp | grep ':8080 ' | grep -q rootlesskit
sudo iptables -I INPUT -p tcp --dport 8080 -j REJECT
if curl -fsS --max-time 2 "http://$address:8080"; then exit 1; fi
sudo iptables -D INPUT -p tcp --dport 8080 -j REJECT
# --8<-- [end:fetch-check]

# --8<-- [start:who]
docker exec web id
ps -o user,args -C nginx
# --8<-- [end:who]
# --8<-- [start:who-check]
first=$(awk -F: -v name="$USER" '$1 == name { print $2; exit }' /etc/subuid)
[[ $(docker exec web id -u) == 0 ]]
[[ $(ps -o euser=,args= -C nginx | awk '/master/ { print $1 }') == "$USER" ]]
# nginx's workers are the user 33 of the container.
[[ $(ps -o euid=,args= -C nginx | awk '/worker/ { print $1 }' | sort -u) == $((first + 32)) ]]
# --8<-- [end:who-check]

# --8<-- [start:files]
docker run --rm -v "$PWD":/data busybox sh -c 'touch /data/by-root /data/by-33; chown 33 /data/by-33'
stat --format '%n belongs to %U (%u)' by-root by-33
# --8<-- [end:files]
# --8<-- [start:files-check]
first=$(awk -F: -v name="$USER" '$1 == name { print $2; exit }' /etc/subuid)
[[ $(stat --format %u by-root by-33 | xargs) == "$(id -u) $((first + 32))" ]]
# --8<-- [end:files-check]

# --8<-- [start:shadow]
docker run --rm -v /etc:/host busybox cat /host/shadow
# --8<-- [end:shadow]
# --8<-- [start:shadow-check]
# The daemon of the whole computer would have shown it.
docker --context default run --rm -v /etc:/host busybox cat /host/shadow | grep -q "^$USER:"
docker --context default image rm busybox
# --8<-- [end:shadow-check]

# --8<-- [start:low-port]
docker run --rm --name low -p 80:80 nginx:1
# --8<-- [end:low-port]

# --8<-- [start:allow-low-port]
sudo sysctl net.ipv4.ip_unprivileged_port_start=80
docker run -d --name low -p 80:80 nginx:1
# --8<-- [end:allow-low-port]
# --8<-- [start:allow-low-port-check]
timeout 10 bash -c "until curl -fsS http://127.0.0.1 2>/dev/null | grep 'Welcome to nginx'; do sleep 0.1; done"
# --8<-- [end:allow-low-port-check]

# --8<-- [start:forbid-low-port]
docker rm -f low
sudo sysctl net.ipv4.ip_unprivileged_port_start=1024
# --8<-- [end:forbid-low-port]

# --8<-- [start:cgroup]
docker info --format 'cgroup {{.CgroupVersion}}, driver {{.CgroupDriver}}'
# --8<-- [end:cgroup]
# --8<-- [start:cgroup-check]
if [[ $(docker info --format '{{.CgroupVersion}}') == 2 ]]; then
  [[ $(docker run --rm --memory 64m busybox cat /sys/fs/cgroup/memory.max) == $((64 << 20)) ]]
else
  docker info 2>&1 | grep -q 'WARNING: Running in rootless-mode without cgroups'
fi
# --8<-- [end:cgroup-check]

# --8<-- [start:memory]
docker run --rm --memory 64m busybox cat /sys/fs/cgroup/memory.max
# --8<-- [end:memory]

# --8<-- [start:both]
docker --context rootless ps -a --format 'table {{.Names}}\t{{.Image}}\t{{.Ports}}'
docker --context default ps -a --format 'table {{.Names}}\t{{.Image}}\t{{.Ports}}'
# --8<-- [end:both]
# --8<-- [start:both-check]
[[ $(docker ps -a --format '{{.Names}}') == web && -z $(docker --context default ps -aq) ]]
[[ -z $(docker --context default image ls -q) ]]
# One ends, and the other does not notice.
started=$(docker inspect --format '{{.State.StartedAt}}' web)
sudo systemctl stop docker docker.socket
curl -fsS http://127.0.0.1:8080 | grep -q 'Welcome to nginx'
docker exec web true
sudo systemctl start docker.socket docker
[[ $(docker inspect --format '{{.State.StartedAt}}' web) == "$started" ]]
# Gone with the boot.
sudo touch /run/before-the-reboot
# --8<-- [end:both-check]

# --8<-- [start:reboot]
sudo reboot
# --8<-- [end:reboot]
# --8<-- [start:reboot-check]
[[ ! -e /run/before-the-reboot ]]
timeout 20 bash -c "until [[ \$(docker inspect --format '{{.State.Running}}' web 2>/dev/null) == true ]]; do sleep 0.5; done"
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8080 2>/dev/null | grep 'Welcome to nginx'; do sleep 0.1; done"
# --8<-- [end:reboot-check]

# --8<-- [start:rebooted]
docker context show
docker ps -a --format '{{.Names}}: {{.State}}'
curl -sSI http://127.0.0.1:8080 | grep HTTP
# --8<-- [end:rebooted]
# --8<-- [start:rebooted-check]
[[ $(docker context show) == rootless && $(docker inspect --format '{{.State.Running}}' web) == true ]]
# --8<-- [end:rebooted-check]

# --8<-- [start:restart]
#en Only needed where you came by su or sudo.
#zh 只有通过 su 或 sudo 切换过来时才需要这一行。
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
systemctl --user restart docker
systemctl --user is-active docker
docker ps -a --format '{{.Names}}: {{.State}}'
# --8<-- [end:restart]
# --8<-- [start:restart-check]
timeout 10 bash -c "until [[ \$(docker inspect --format '{{.State.Running}}' web) == true ]]; do sleep 0.5; done"
# --8<-- [end:restart-check]

# --8<-- [start:undo]
docker rm -f web
dockerd-rootless-setuptool.sh uninstall --force
rootlesskit rm -rf ~/.local/share/docker
rm -f by-root by-33
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ $(docker context show) == default && ! -e ~/.local/share/docker && ! -e ~/.config/systemd/user/docker.service ]]
if pgrep --euid "$USER" 'dockerd|rootlesskit|containerd'; then exit 1; fi
[[ ! -e by-root && ! -e by-33 ]]
# --8<-- [end:undo-check]

# --8<-- [start:remove]
sudo loginctl disable-linger "$USER"
sudo apt-get purge -y docker-ce-rootless-extras
docker info --format '{{.DockerRootDir}}'
# --8<-- [end:remove]
# --8<-- [start:remove-check]
[[ ! -e /usr/bin/rootlesskit && ! -e /var/lib/systemd/linger/$USER ]]
[[ $(docker info --format '{{.DockerRootDir}}') == /var/lib/docker ]]
[[ -d ~/.docker/contexts && -z $(find ~/.docker/contexts -type f) ]]
# --8<-- [end:remove-check]
